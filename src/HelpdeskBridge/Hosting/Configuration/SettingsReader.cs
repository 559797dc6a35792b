using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>What reading the settings gave. They are usable only without faults.</summary>
/// <param name="Settings">The settings, defaults filled in.</param>
/// <param name="Configuration">The values that the options are bound to.</param>
/// <param name="Values">What is set, by full key. A secret from a file stands under its own key.</param>
/// <param name="Faults">Every fault, each beginning with the full key.</param>
/// <param name="Notes">Things worth knowing that don't keep the service from starting.</param>
internal sealed record SettingsReading(
    EffectiveSettings Settings, EffectiveConfiguration Configuration, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Faults,
    IReadOnlyList<string> Notes);

/// <summary>Thrown at start when the settings have faults.</summary>
public sealed class InvalidSettingsException : Exception
{
    internal InvalidSettingsException(IReadOnlyList<string> faults)
        : base($"The settings have {faults.Count} fault(s):{Environment.NewLine}{string.Join(Environment.NewLine, faults.Select(fault => "  " + fault))}") =>
        Faults = faults;

    /// <summary>Every fault, each beginning with the full key.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>Reads the settings and finds all their faults at once: unknown keys, unreadable values, broken rules.</summary>
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
        faults.AddRange(FindBrokenRules(provider).Where(fault => !shape.UnreadableKeys.Any(key => fault.StartsWith($"{key}: ", StringComparison.OrdinalIgnoreCase))));
        AddMissingSections(effective.Root, faults);
        IReadOnlyList<string> notes = faults.Count > 0
            ? shape.Notes
            : [.. shape.Notes, .. provider.GetServices<ISettingsAdvice>().SelectMany(advice => advice.GetNotes())];
        return new SettingsReading(provider.GetRequiredService<EffectiveSettings>(), effective, values, faults, notes);
    }

    /// <summary>
    /// A value that can't be read would stop the binder at once; without it the rules still find everything else. A null in a file counts as not
    /// set: the binder would put it in the place of a default.
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
