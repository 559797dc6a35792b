namespace HelpdeskBridge.LoadTests.Measures;

/// <summary>How long and how often is measured.</summary>
internal sealed record MeasurePlan
{
    public int Rounds { get; init; } = 5;

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Changes settings of the service.</summary>
    public Action<Dictionary<string, string>>? Change { get; init; }

    /// <summary>A single round is only to show that everything works. It is short, and its sizes are a tenth.</summary>
    public bool IsTrial => Rounds == 1;

    public static MeasurePlan Create(int rounds) => rounds == 1
        ? new MeasurePlan { Rounds = 1, WarmUp = TimeSpan.FromSeconds(1), Duration = TimeSpan.FromSeconds(1) }
        : new MeasurePlan { Rounds = rounds };

    public int Size(int size) => IsTrial ? size / 10 : size;

    /// <summary>The service and the simulated helpdesk keep to the same budget.</summary>
    public Action<Dictionary<string, string>> WithBudget(int requestsPerMinute) => settings =>
    {
        settings["Helpdesks:main:RequestsPerMinute"] = requestsPerMinute.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Change?.Invoke(settings);
    };

    /// <summary>By default, the service logs each call.</summary>
    public static void WithoutRequestLog(Dictionary<string, string> settings) => settings["Serilog:MinimumLevel:Default"] = "Warning";
}
