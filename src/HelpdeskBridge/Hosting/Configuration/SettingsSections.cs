using System.Reflection;
using HelpdeskBridge.Admin;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Clustering;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>A section of the settings.</summary>
/// <param name="Name">The key of the section.</param>
/// <param name="Options">The class that the section is bound to.</param>
/// <param name="IsNamed">Whether the section has named parts, such as <c>Channels:{channel}</c>.</param>
internal sealed record SettingsSection(string Name, Type Options, bool IsNamed = false);

/// <summary>All sections of the settings. Each options class is in the module that it configures.</summary>
internal static class SettingsSections
{
    public static readonly IReadOnlyList<SettingsSection> All =
    [
        new("Bridge", typeof(BridgeOptions)),
        new(ChannelRegistry.Section, typeof(ChannelOptions), IsNamed: true),
        new(HelpdeskRegistry.Section, typeof(HelpdeskOptions), IsNamed: true),
        new("Delivery", typeof(DeliveryOptions)),
        new("Storage", typeof(StorageOptions)),
        new("Cluster", typeof(ClusterOptions)),
        new("Network", typeof(NetworkOptions)),
        new("Admin", typeof(AdminOptions)),
    ];

    /// <summary>Finds the secret that a key is, or that it is a part of.</summary>
    /// <param name="key">A full key, such as <c>Helpdesks:main:WebhookSecrets:0</c>.</param>
    /// <returns>The key of the secret, such as <c>Helpdesks:main:WebhookSecrets</c>, and its attribute; null when the key is no secret.</returns>
    public static (string Key, SecretAttribute Secret)? FindSecret(string key)
    {
        var parts = key.Split(':');
        if (All.FirstOrDefault(section => section.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)) is not { } section)
            return null;
        var (type, path) = (section.Options, section.Name);
        foreach (var part in parts.Skip(1).SkipWhile((_, i) => section.IsNamed && i == 0))
        {
            if (FindProperty(type, part) is not { } property)
                return null;
            path = $"{(section.IsNamed && path == section.Name ? $"{path}:{parts[1]}" : path)}:{property.Name}";
            if (property.GetCustomAttribute<SecretAttribute>() is { } secret)
                return (path, secret);
            type = property.PropertyType;
        }

        return null;
    }

    private static PropertyInfo? FindProperty(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
}
