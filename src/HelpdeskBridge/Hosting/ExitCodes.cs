namespace HelpdeskBridge.Hosting;

/// <summary>The exit codes of the commands. They are part of the public contract.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The store does not exist or can't be used, the backup can't be written, or the service is not ready.</summary>
    public const int StoreUnavailable = 1;

    /// <summary>The settings have faults.</summary>
    public const int InvalidSettings = 2;
}
