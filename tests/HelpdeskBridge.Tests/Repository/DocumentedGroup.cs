using System.Reflection;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Settings that belong together: a section, or a class of settings within one.</summary>
/// <param name="Key">The key as the page shows it, such as <c>Channels:{channel}:Ticket</c>.</param>
/// <param name="Type">The class of the settings.</param>
/// <param name="Property">The property that holds the group; null for a section.</param>
/// <param name="Settings">The settings, in the order of their declaration, without those of groups within.</param>
internal sealed record DocumentedGroup(string Key, Type Type, PropertyInfo? Property, IReadOnlyList<DocumentedSetting> Settings)
{
    /// <summary>Every section, each followed by the groups within it.</summary>
    public static IReadOnlyList<DocumentedGroup> GetAll()
    {
        using var reading = TestSettings.Read();
        return [.. SettingsSections.All.SelectMany(section => section.IsNamed
            ? section.Options == typeof(ChannelOptions)
                ? Get(section.Options, reading.Settings.Channels["shop"], $"{section.Name}:{{channel}}", $"{section.Name}:shop")
                : Get(section.Options, reading.Settings.Helpdesks["main"], $"{section.Name}:{{helpdesk}}", $"{section.Name}:main")
            : Get(section.Options, GetOptions(reading.Settings, section.Options), section.Name, section.Name))];
    }

    private static object GetOptions(EffectiveSettings settings, Type type) =>
        typeof(EffectiveSettings).GetMethod(nameof(EffectiveSettings.Get))!.MakeGenericMethod(type).Invoke(settings, null)!;

    private static IEnumerable<DocumentedGroup> Get(Type type, object options, string key, string fullKey, PropertyInfo? holder = null)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var groups = properties.Where(property => IsGroup(property.PropertyType)).ToList();
        yield return new DocumentedGroup(
            key, type, holder, [.. properties.Except(groups).Select(property => GetSetting(property, property.GetValue(options), fullKey))]);

        foreach (var property in groups)
        {
            var part = DocumentedSetting.GetElementType(property.PropertyType);
            var (isList, name) = (property.PropertyType.IsArray, property.Name);

            // A group that is absent, or a list of groups that is empty, has the defaults of its class.
            var value = (isList ? null : property.GetValue(options)) ?? Activator.CreateInstance(part)!;
            foreach (var group in Get(part, value, $"{key}:{name}{(isList ? ":{n}" : "")}", $"{fullKey}:{name}{(isList ? ":0" : "")}", property))
                yield return group;
        }
    }

    private static DocumentedSetting GetSetting(PropertyInfo property, object? value, string fullKey)
    {
        var (name, full) = (property.Name, $"{fullKey}:{property.Name}");
        return property.PropertyType.IsArray ? new DocumentedSetting($"{name}:{{n}}", $"{full}:0", property, value)
            : property.PropertyType.IsAssignableTo(typeof(IDictionary<string, string>))
                ? new DocumentedSetting($"{name}:{{{(name == nameof(TicketOptions.Fields) ? "attribute" : "name")}}}", $"{full}:any", property, value)
            : property.PropertyType.IsAssignableTo(typeof(IDictionary<string, Dictionary<string, string>>))
                ? new DocumentedSetting($"{name}:{{language}}:{{name}}", $"{full}:de:any", property, value)
                : new DocumentedSetting(name, full, property, value);
    }

    private static bool IsGroup(Type type)
    {
        var part = DocumentedSetting.GetElementType(type);
        return part.IsClass && part.Namespace!.StartsWith("HelpdeskBridge", StringComparison.Ordinal);
    }
}
