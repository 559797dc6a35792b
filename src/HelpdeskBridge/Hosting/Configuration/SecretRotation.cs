using System.Reflection;
using HelpdeskBridge.Options;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// Puts changed secrets in effect without a restart: those in the settings' files, which the framework watches, and those in files of their
/// own, which are looked at again and again, because secrets are exchanged by links that no watcher follows. Everything else waits for the
/// next start, and settings with faults change nothing.
/// </summary>
internal sealed partial class SecretRotation(IConfiguration configuration, BridgeSettings settings, SettingsReading atStart, BridgeClock clock, ILogger<SecretRotation> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private IReadOnlyDictionary<string, string> _known = atStart.Values;
    private string _faults = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, clock.Time, stoppingToken);
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private void Look()
    {
        var reading = SettingsReader.Read(configuration);
        var faults = string.Join(' ', reading.Faults);
        if (faults.Length > 0)
        {
            // Said once, not every few seconds.
            if (faults != _faults)
                Log.Faulty(log, faults);
            _faults = faults;
            return;
        }

        _faults = "";
        var changed = _known.Keys.Union(reading.Values.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => _known.GetValueOrDefault(key) != reading.Values.GetValueOrDefault(key)).ToList();
        if (changed.Count == 0)
            return;
        _known = reading.Values;
        var rotated = new List<string>();
        Take(settings, reading.Settings, "", changed, rotated);
        foreach (var key in rotated)
            Log.Rotated(log, key);
        foreach (var key in changed.Where(key => !rotated.Exists(taken => IsAtOrBelow(key, taken))))
            Log.AtNextStart(log, key);
    }

    /// <summary>Each value is exchanged at once: whoever reads it gets the old one or the new one.</summary>
    private static void Take(object live, object read, string path, List<string> changed, List<string> rotated)
    {
        foreach (var property in live.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            if (property.GetCustomAttribute<SecretAttribute>() is { } secret)
            {
                if (!secret.Rotates || !changed.Exists(name => IsAtOrBelow(name, key)))
                    continue;
                property.SetValue(live, property.GetValue(read));
                rotated.Add(key);
            }
            else if (property.GetValue(live) is System.Collections.IDictionary group && property.GetValue(read) is System.Collections.IDictionary readGroup)
            {
                foreach (var name in group.Keys.Cast<string>().Where(name => readGroup.Contains(name) && group[name] is not string))
                    Take(group[name]!, readGroup[name]!, $"{key}:{name}", changed, rotated);
            }
            else if (property.PropertyType.Namespace == typeof(BridgeSettings).Namespace && property.GetValue(live) is { } part && property.GetValue(read) is { } readPart && property.PropertyType.IsClass)
            {
                Take(part, readPart, key, changed, rotated);
            }
        }
    }

    private static bool IsAtOrBelow(string key, string place) =>
        key.Equals(place, StringComparison.OrdinalIgnoreCase) || key.StartsWith(place + ":", StringComparison.OrdinalIgnoreCase);

    private static partial class Log
    {
        [LoggerMessage(7003, LogLevel.Information, "{Key} has a new value, which is in effect")]
        public static partial void Rotated(ILogger logger, string key);

        [LoggerMessage(7004, LogLevel.Warning, "{Key} was changed; that takes effect at the next start")]
        public static partial void AtNextStart(ILogger logger, string key);

        [LoggerMessage(7005, LogLevel.Error, "The settings were changed and have faults, so they stay as they were: {Faults}")]
        public static partial void Faulty(ILogger logger, string faults);
    }
}
