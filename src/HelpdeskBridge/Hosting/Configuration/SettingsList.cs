using System.Collections;
using System.Globalization;
using System.Reflection;
using HelpdeskBridge.Options;
using HelpdeskBridge.Text;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>
/// Lists the options as they are bound, with defaults. A value is shown only if its property has no <see cref="SecretAttribute"/> and neither has any
/// property above it, so a new secret is masked by its mark, without this list having to know it.
/// </summary>
internal sealed class SettingsList(EffectiveSettings settings, IServiceProvider services) : ISettingsList
{
    private const string Mask = "••••••••";

    public IReadOnlyList<ListedSetting> List()
    {
        var listed = new List<ListedSetting>();
        foreach (var section in SettingsSections.All)
        {
            if (section.IsNamed)
            {
                foreach (var name in settings.GetNames(section.Name))
                    AddProperties(listed, $"{section.Name}:{name}", GetOptions(section.Options, name));
            }
            else
            {
                AddProperties(listed, section.Name, GetOptions(section.Options, Microsoft.Extensions.Options.Options.DefaultName));
            }
        }

        return listed;
    }

    private object GetOptions(Type type, string name)
    {
        var monitor = typeof(IOptionsMonitor<>).MakeGenericType(type);
        return monitor.GetMethod(nameof(IOptionsMonitor<object>.Get))!.Invoke(services.GetRequiredService(monitor), [name])!;
    }

    private void AddProperties(List<ListedSetting> listed, string path, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (key, value) = ($"{path}:{property.Name}", property.GetValue(options));
            if (property.GetCustomAttribute<SecretAttribute>() is not null)
                listed.Add(new ListedSetting(key, IsEmpty(value) ? null : Mask, IsSecret: true, IsSet(key)));
            else
                AddValue(listed, key, value);
        }
    }

    private void AddValue(List<ListedSetting> listed, string key, object? value)
    {
        switch (value)
        {
            case null or "":
                listed.Add(new ListedSetting(key, null, IsSecret: false, IsSet(key)));
                break;
            case string or IFormattable or bool:
                listed.Add(new ListedSetting(key, Format(value), IsSecret: false, IsSet(key)));
                break;
            case IDictionary entries:
                foreach (DictionaryEntry entry in entries)
                    AddValue(listed, $"{key}:{entry.Key}", entry.Value);
                break;
            case Array { Length: 0 }:
                listed.Add(new ListedSetting(key, null, IsSecret: false, IsSet(key)));
                break;
            case Array items when items.GetType().GetElementType() == typeof(string):
                listed.Add(new ListedSetting(key, string.Join(", ", items.Cast<string>().Select(Format)), IsSecret: false, IsSet(key)));
                break;
            case IEnumerable items:
                foreach (var (i, item) in items.Cast<object?>().Index())
                    AddValue(listed, $"{key}:{i}", item);
                break;
            default:
                AddProperties(listed, key, value);
                break;
        }
    }

    private bool IsSet(string key) => settings.Configuration.GetSection(key).Exists();

    private static bool IsEmpty(object? value) => value is null or "" or Array { Length: 0 };

    /// <summary>An address may contain a user name and a password.</summary>
    private static string Format(object value) => value switch
    {
        string text when WebUri.TryParse(text, out var uri) && uri.UserInfo.Length > 0 => Mask,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
