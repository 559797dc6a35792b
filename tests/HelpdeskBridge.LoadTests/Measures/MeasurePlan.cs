namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How long and how often is measured.</summary>
internal sealed record MeasurePlan
{
    public int Rounds { get; init; } = 5;

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Changes settings of the service.</summary>
    public Action<Dictionary<string, string>>? Change { get; init; }

    /// <summary>By default, the service logs each call.</summary>
    public static void WithoutRequestLog(Dictionary<string, string> settings) => settings["Serilog:MinimumLevel:Default"] = "Warning";
}
