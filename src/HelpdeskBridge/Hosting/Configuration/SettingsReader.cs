using System.Reflection;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>What reading the settings gave: usable only without faults.</summary>
/// <param name="Settings">The settings, defaults filled in.</param>
/// <param name="Values">What is set, by its full key; a secret from a file by its own key.</param>
/// <param name="Faults">Every fault, each beginning with the full key; none is left for the next start.</param>
/// <param name="Notes">Things worth knowing that don't stop the start.</param>
internal sealed record SettingsReading(BridgeSettings Settings, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Faults, IReadOnlyList<string> Notes);

/// <summary>Thrown at start when the settings have faults.</summary>
public sealed class InvalidSettingsException : Exception
{
    internal InvalidSettingsException(IReadOnlyList<string> faults)
        : base($"The settings have {faults.Count} fault(s):{Environment.NewLine}{string.Join(Environment.NewLine, faults.Select(f => "  " + f))}") =>
        Faults = faults;

    /// <summary>Every fault, each beginning with the full key.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>Reads the settings tree and finds all its faults at once: unknown keys, unreadable values, broken rules.</summary>
internal static class SettingsReader
{
    public static SettingsReading Read(IConfiguration configuration)
    {
        var shape = new SettingsShape(Path.GetFullPath(configuration[HostDefaults.ContentRootKey] ?? "."));
        foreach (var section in typeof(BridgeSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            shape.Check(configuration.GetSection(section.Name), section.PropertyType);

        // A value that can't be read would stop the binder at once; without it the rules still find everything else.
        // A null in a file counts as not set: the binder would put it in the place of a default.
        var values = typeof(BridgeSettings).GetProperties()
            .SelectMany(section => configuration.GetSection(section.Name).AsEnumerable())
            .Where(pair => pair.Value is not null && !shape.UnreadableKeys.Contains(pair.Key))
            .Concat(shape.FromFiles.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        var readable = new ConfigurationBuilder().AddInMemoryCollection(values!).Build();
        var settings = new BridgeSettings();
        readable.Bind(settings);
        FillListDefaults(settings);
        UseNamesAsSet(settings);

        var faults = new List<string>(shape.Faults);
        var notes = new List<string>(shape.Notes);
        SettingsRules.Check(settings, shape.UnreadableKeys, faults, notes);
        return new SettingsReading(settings, values, faults, notes);
    }

    /// <summary>Names are compared without regard to letter case, but the store compares exactly: everybody uses a helpdesk's name as its section has it.</summary>
    private static void UseNamesAsSet(BridgeSettings settings)
    {
        foreach (var channel in settings.Channels.Values)
            channel.Helpdesk = settings.Helpdesks.Keys.FirstOrDefault(name => name.Equals(channel.Helpdesk, StringComparison.OrdinalIgnoreCase)) ?? channel.Helpdesk;
    }

    /// <summary>The binder appends to a list that has a default, so lists start empty and get theirs here.</summary>
    private static void FillListDefaults(BridgeSettings settings)
    {
        if (settings.Bridge.AllowedJaicpHosts.Length == 0)
            settings.Bridge.AllowedJaicpHosts = BridgeOptions.DefaultJaicpHosts;
        if (settings.Delivery.RetryDelays.Length == 0)
            settings.Delivery.RetryDelays = DeliveryOptions.DefaultRetryDelays;
        foreach (var channel in settings.Channels.Values.Where(c => c.Ticket.Tags.Length == 0))
            channel.Ticket.Tags = ["jaicp"];
    }
}
