using HelpdeskBridge.Time;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// Applies changed secrets without a restart, from the settings files and from secret files. The framework watches the settings files. Secret files
/// are read at an interval, because orchestrators replace them through symbolic links, which file watchers do not follow. All other changes take
/// effect at the next start, and so do secrets that are valid only together with such a change. While the settings have faults, nothing changes.
/// </summary>
internal sealed partial class SecretRotation(IConfiguration configuration, SettingsReading atStart, BridgeClock clock, ILogger<SecretRotation> log)
    : PeriodicService(TimeSpan.FromSeconds(5), clock)
{
    private IReadOnlyDictionary<string, string> _values = atStart.Values;
    private string _faults = "";

    protected override bool RunsAtStart => false;

    protected override Task RunAsync(CancellationToken cancellationToken)
    {
        using var reading = SettingsReader.Read(configuration);
        if (ReportFaults(string.Join(' ', reading.Faults)))
            return Task.CompletedTask;
        var changed = _values.Keys.Union(reading.Values.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => _values.GetValueOrDefault(key) != reading.Values.GetValueOrDefault(key)).ToList();
        if (changed.Count == 0)
            return Task.CompletedTask;

        var rotated = Rotate(changed, reading.Values);
        _values = reading.Values;
        foreach (var secret in rotated.Select(key => SettingsSections.FindSecret(key)!.Value.Key).Distinct(StringComparer.OrdinalIgnoreCase))
            Log.Rotated(log, secret);
        foreach (var key in changed.Except(rotated))
            Log.RestartNeeded(log, key);
        return Task.CompletedTask;
    }

    protected override void OnFailed(Exception e) => Log.ReadFailed(log, e);

    /// <summary>Applies the changed secrets to the values that are in effect, unless the result would not be valid.</summary>
    /// <returns>The keys of the secrets that were applied.</returns>
    private List<string> Rotate(IEnumerable<string> changed, IReadOnlyDictionary<string, string> values)
    {
        var rotated = changed
            .Where(key => SettingsSections.FindSecret(key) is { Secret.Rotates: true } found && IsInBoth(GetOwner(found.Key), values)).ToList();
        var candidate = atStart.Configuration.With(rotated.ToDictionary(key => key, key => values.GetValueOrDefault(key)));
        if (rotated.Count == 0 || !SettingsReader.IsValid(candidate))
            return [];
        atStart.Configuration.Apply(candidate);
        return rotated;
    }

    /// <summary>The part of the settings that a secret belongs to, such as a channel, an account or a way to sign in.</summary>
    private static string GetOwner(string secret) => secret[..secret.LastIndexOf(':')];

    /// <summary>A part that is new or was removed takes effect at the next start as a whole. A section always exists.</summary>
    private bool IsInBoth(string owner, IReadOnlyDictionary<string, string> values) =>
        !owner.Contains(':', StringComparison.Ordinal)
        || (atStart.Configuration.Root.GetSection(owner).Exists()
            && values.Keys.Any(key => key.StartsWith(owner + ":", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Faults are reported once, not every few seconds.</summary>
    /// <returns>Whether there are any.</returns>
    private bool ReportFaults(string faults)
    {
        if (faults.Length > 0 && faults != _faults)
            Log.Invalid(log, faults);
        _faults = faults;
        return faults.Length > 0;
    }

    private static partial class Log
    {
        [LoggerMessage(7003, LogLevel.Information, "{Key} has a new value, which is in effect")]
        public static partial void Rotated(ILogger logger, string key);

        [LoggerMessage(7004, LogLevel.Warning, "{Key} was changed; that takes effect at the next start")]
        public static partial void RestartNeeded(ILogger logger, string key);

        [LoggerMessage(7005, LogLevel.Error, "The settings were changed and have faults, so they stay as they were: {Faults}")]
        public static partial void Invalid(ILogger logger, string faults);

        [LoggerMessage(7006, LogLevel.Error, "The settings could not be read again; they stay as they were")]
        public static partial void ReadFailed(ILogger logger, Exception e);
    }
}
