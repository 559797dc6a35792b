using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>The result of reading the settings. They can be used only if there are no faults.</summary>
/// <param name="Provider">Binds and validates the options. Whoever reads the settings more than once disposes it each time.</param>
/// <param name="Configuration">The values that the options are bound to.</param>
/// <param name="Values">All values that are set, by full key. A secret from a file has the key of its setting.</param>
/// <param name="Faults">All faults. Each begins with the full key.</param>
/// <param name="Notes">Notes for the administrator. The service can start with them.</param>
internal sealed record SettingsReading(
    ServiceProvider Provider, EffectiveConfiguration Configuration, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Faults,
    IReadOnlyList<string> Notes) : IDisposable
{
    /// <summary>The settings, with defaults.</summary>
    public EffectiveSettings Settings { get; } = Provider.GetRequiredService<EffectiveSettings>();

    public void Dispose() => Provider.Dispose();
}

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
        AddMissingSections(effective.Root, shape, faults);
        return new SettingsReading(
            provider, effective, values, faults, [.. shape.Notes, .. provider.GetServices<ISettingsAdvice>().SelectMany(GetNotes)]);
    }

    /// <summary>Whether the values break no rule. Their shape is not checked again.</summary>
    public static bool IsValid(EffectiveConfiguration configuration)
    {
        using var provider = new ServiceCollection().AddSettingsOptions(configuration.Root).BuildServiceProvider();
        return !FindBrokenRules(provider).Any();
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

    /// <summary>Settings with faults may have no options to give advice about.</summary>
    private static IReadOnlyList<string> GetNotes(ISettingsAdvice advice)
    {
        try
        {
            return [.. advice.GetNotes()];
        }
        catch (OptionsValidationException)
        {
            return [];
        }
    }

    private static void AddMissingSections(IConfiguration effective, SettingsShape shape, List<string> faults)
    {
        if (IsMissing(ChannelRegistry.Section))
            faults.Add("Channels: is empty: name at least one channel, such as Channels:shop:Key.");
        if (IsMissing(HelpdeskRegistry.Section))
            faults.Add("Helpdesks: is empty: name at least one helpdesk, such as Helpdesks:main:BaseUrl.");

        bool IsMissing(string section) => !effective.GetSection(section).GetChildren().Any() && !shape.UnreadableKeys.Contains(section);
    }
}
