using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>The result of reading the settings. They can be used only if there are no faults.</summary>
/// <param name="Settings">The settings, with defaults.</param>
/// <param name="Configuration">The values that the options are bound to.</param>
/// <param name="Values">All values that are set, by full key. A secret from a file has the key of its setting.</param>
/// <param name="Faults">All faults. Each begins with the full key.</param>
/// <param name="Notes">Notes for the administrator. The service can start with them.</param>
internal sealed record SettingsReading(
    EffectiveSettings Settings, EffectiveConfiguration Configuration, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Faults,
    IReadOnlyList<string> Notes);

/// <summary>Reads the settings and finds all faults at once: unknown keys, unreadable values and values that break a rule.</summary>
internal static class SettingsReader
{
    public static SettingsReading Read(IConfiguration configuration)
    {
        var shape = new SettingsShape(Path.GetFullPath(configuration[HostDefaults.ContentRootKey] ?? "."));
        shape.Check(configuration, SettingsSections.All);

        var values = GetReadableValues(configuration, shape);
        var effective = new EffectiveConfiguration(values);
        var provider = new ServiceCollection().AddSettingsOptions(effective.Root).BuildServiceProvider();
        var faults = new List<string>(shape.Faults);
        faults.AddRange(FindBrokenRules(provider).Where(
            fault => !shape.UnreadableKeys.Any(key => fault.StartsWith($"{key}: ", StringComparison.OrdinalIgnoreCase))));
        AddMissingSections(effective.Root, faults);
        IReadOnlyList<string> notes = faults.Count > 0
            ? shape.Notes
            : [.. shape.Notes, .. provider.GetServices<ISettingsAdvice>().SelectMany(advice => advice.GetNotes())];
        return new SettingsReading(provider.GetRequiredService<EffectiveSettings>(), effective, values, faults, notes);
    }

    /// <summary>
    /// Leaves out unreadable values, because the binder would stop at the first one and the rules could not be checked. A null in a file counts as
    /// not set, because the binder would use it instead of the default.
    /// </summary>
    private static Dictionary<string, string> GetReadableValues(IConfiguration configuration, SettingsShape shape) =>
        SettingsSections.All
            .SelectMany(section => configuration.GetSection(section.Name).AsEnumerable())
            .Where(pair => pair.Value is not null && !shape.UnreadableKeys.Contains(pair.Key))
            .Concat(shape.FromFiles.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> FindBrokenRules(IServiceProvider provider)
    {
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
        catch (AggregateException e)
        {
            return e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }

    private static void AddMissingSections(IConfiguration effective, List<string> faults)
    {
        if (!effective.GetSection(ChannelRegistry.Section).GetChildren().Any())
            faults.Add("Channels: is empty: name at least one channel, such as Channels:shop:Key.");
        if (!effective.GetSection(HelpdeskRegistry.Section).GetChildren().Any())
            faults.Add("Helpdesks: is empty: name at least one helpdesk, such as Helpdesks:main:BaseUrl.");
    }
}
