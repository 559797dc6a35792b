namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>Thrown at start when the settings have faults.</summary>
public sealed class InvalidSettingsException : Exception
{
    internal InvalidSettingsException(IReadOnlyList<string> faults)
        : base(CreateMessage(faults)) => Faults = faults;

    /// <summary>All faults. Each begins with the full key.</summary>
    public IReadOnlyList<string> Faults { get; }

    private static string CreateMessage(IReadOnlyList<string> faults) =>
        string.Join(Environment.NewLine, [$"The settings have {faults.Count} fault(s):", .. faults.Select(fault => "  " + fault)]);
}
