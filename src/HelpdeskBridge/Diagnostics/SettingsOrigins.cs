using System.Globalization;
using System.Reflection;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Diagnostics;

/// <summary>Where the value of a setting comes from.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Value">The value; of a secret only that it is one.</param>
/// <param name="From">A file, an environment variable, the command line, or the default.</param>
internal sealed record SettingOrigin(string Key, string Value, string From);

/// <summary>Finds where each value in use comes from.</summary>
/// <param name="settings">The settings.</param>
/// <param name="options">The bound options.</param>
internal sealed class SettingsOrigins(CommandSettings settings, IServiceProvider options)
{
    private const string Hidden = "(secret)";

    public IReadOnlyList<SettingOrigin> Find() =>
        [.. SettingsSections.All.SelectMany(section => section.IsNamed ? FindNamed(section) : FindIn(section.Name, Get(section, name: null)))];

    private IEnumerable<SettingOrigin> FindNamed(SettingsSection section) =>
        settings.Reading.Settings.GetNames(section.Name).SelectMany(name => FindIn($"{section.Name}:{name}", Get(section, name)));

    private object Get(SettingsSection section, string? name)
    {
        var monitor = options.GetRequiredService(typeof(IOptionsMonitor<>).MakeGenericType(section.Options));
        return typeof(IOptionsMonitor<>).MakeGenericType(section.Options).GetMethod("Get")!.Invoke(monitor, [name])!;
    }

    private IEnumerable<SettingOrigin> FindIn(string path, object group) =>
        group.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property => FindIn($"{path}:{property.Name}", property, property.GetValue(group)));

    private IEnumerable<SettingOrigin> FindIn(string key, PropertyInfo property, object? value)
    {
        if (value is not null and not string && value.GetType() is { IsClass: true, IsArray: false, IsGenericType: false })
            return FindIn(key, value);
        var isSecret = property.GetCustomAttribute<SecretAttribute>() is not null;
        return FindSet(key, isSecret) is { Count: > 0 } set ? set : [new SettingOrigin(key, isSecret ? Hidden : Format(value), "default")];
    }

    /// <summary>The values that are set at a key; of a list or a dictionary, those below it.</summary>
    private List<SettingOrigin> FindSet(string key, bool isSecret)
    {
        var values = settings.Source.GetSection(key).AsEnumerable().Where(pair => pair.Value is not null)
            .Select(pair => new SettingOrigin(pair.Key, IsHidden(pair.Key) ? Hidden : pair.Value!, GetOrigin(pair.Key)));
        var files = settings.Source.GetSection(key + "File").AsEnumerable().Where(pair => isSecret && pair.Value is not null)
            .Select(pair => new SettingOrigin(key, Hidden, $"the file {pair.Value}, which {GetOrigin(pair.Key)} names"));
        return [.. values.Concat(files).OrderBy(origin => origin.Key, StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsHidden(string key) => SettingsSections.FindSecret(key) is not null;

    /// <summary>The last provider that has a value decides.</summary>
    private string GetOrigin(string key) =>
        settings.Source.Providers.Reverse().FirstOrDefault(provider => provider.TryGet(key, out var value) && value is not null) switch
        {
            FileConfigurationProvider { Source.Path: { } path } => path,
            EnvironmentVariablesConfigurationProvider => $"environment variable {key.Replace(":", "__", StringComparison.Ordinal)}",
            CommandLineConfigurationProvider => "command line",
            _ => "not set yet",
        };

    private static string Format(object? value) => value switch
    {
        null => "(none)",
        string { Length: 0 } => "(empty)",
        System.Collections.ICollection { Count: 0 } => "(none)",
        System.Collections.IEnumerable list and not string => string.Join(", ", list.Cast<object>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
