using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>Compares configuration keys and values with the settings classes: names every unknown key and unreadable value.</summary>
/// <param name="root">Where relative paths of secrets' files start.</param>
internal sealed class SettingsShape(string root)
{
    public List<string> Faults { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>Secrets that files hold, by the keys they would have in the settings.</summary>
    public Dictionary<string, string> FromFiles { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> UnreadableKeys { get; } = new(StringComparer.OrdinalIgnoreCase);

    public void Check(IConfiguration configuration, IEnumerable<SettingsSection> sections)
    {
        foreach (var section in sections)
        {
            if (section.IsNamed)
                CheckEach(configuration.GetSection(section.Name), section.Options);
            else
                Check(configuration.GetSection(section.Name), section.Options);
        }
    }

    private void Check(IConfigurationSection section, Type type)
    {
        if (!section.Exists())
            return;
        type = Nullable.GetUnderlyingType(type) ?? type;

        if (type.IsArray)
            CheckEach(section, type.GetElementType()!);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            CheckEach(section, type.GetGenericArguments()[1]);
        else if (IsValue(type))
            CheckValue(section, type);
        else
            CheckProperties(section, type);
    }

    private static bool IsValue(Type type) =>
        type == typeof(string) || type.IsPrimitive || type.IsEnum || type == typeof(TimeSpan);

    private void CheckEach(IConfigurationSection section, Type elementType)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Unreadable(section, "takes a list or group of values, not a single one");
            return;
        }

        foreach (var child in section.GetChildren())
            Check(child, elementType);
    }

    private void CheckProperties(IConfigurationSection section, Type type)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            Faults.Add($"{section.Path}: takes a group of settings, not a single value.");
            UnreadableKeys.Add(section.Path);
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null && SecretFiles.GetSetting(child.Key, properties) is { } secret)
            {
                CheckSecretFile(section, child, secret);
                continue;
            }

            if (property is null)
            {
                var near = properties.Select(p => p.Name).MinBy(name => Distance(name, child.Key))!;
                var hint = Distance(near, child.Key) <= 2 ? $"did you mean {section.Path}:{near}?" : "remove it, or correct its name.";
                Faults.Add($"{child.Path}: is not a setting; {hint}");
                continue;
            }

            if (property.GetCustomAttribute<NotInEffectYetAttribute>() is not null && child.Exists())
                Notes.Add($"{child.Path}: is accepted, but has no effect in this version.");
            Check(child, property.PropertyType);
        }
    }

    private void CheckSecretFile(IConfigurationSection section, IConfigurationSection file, PropertyInfo secret)
    {
        var (key, isList) = ($"{section.Path}:{secret.Name}", secret.PropertyType.IsArray);

        // Neither is a value: it must not show up as a change, nor be bound.
        foreach (var (path, _) in file.AsEnumerable())
            UnreadableKeys.Add(path);
        if (section.GetSection(secret.Name).Exists())
        {
            Faults.Add($"{file.Path}: stands beside {key}: keep one of them.");
            return;
        }

        var values = SecretFiles.Read(file, isList, root, (path, message) => Faults.Add($"{path}: {message}."));

        // What could not be read has its fault already.
        if (values.Count == 0)
            UnreadableKeys.Add(isList ? $"{key}:0" : key);
        for (var i = 0; i < values.Count; i++)
            FromFiles[isList ? $"{key}:{i}" : key] = values[i];
    }

    private void CheckValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            Unreadable(section, "takes a single value, not a group");
            return;
        }

        var text = section.Value ?? "";
        if (type == typeof(string))
            return;
        if (type.IsEnum)
        {
            // A number parses as an enum too; only names are part of the contract.
            if (!Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase))
                Unreadable(section, $"is one of {string.Join(", ", Enum.GetNames(type))}");
        }
        else if (type == typeof(TimeSpan))
        {
            if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _))
                Unreadable(section, "is a time span such as 00:00:20 (hours:minutes:seconds) or 1.00:00:00 (one day)");
        }
        else if (!TypeDescriptor.GetConverter(type).IsValid(text))
        {
            Unreadable(section, type == typeof(bool) ? "is true or false" : "is a whole number");
        }
    }

    private void Unreadable(IConfigurationSection section, string expectation)
    {
        Faults.Add($"{section.Path}: {expectation}.");
        UnreadableKeys.Add(section.Path);
        foreach (var child in section.AsEnumerable())
            UnreadableKeys.Add(child.Key);
    }

    /// <summary>Levenshtein distance, letter case aside: how many letters were mistyped.</summary>
    private static int Distance(string a, string b)
    {
        a = a.ToUpperInvariant();
        b = b.ToUpperInvariant();
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
