using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>Compares the configuration with the options classes, and finds all unknown keys and unreadable values.</summary>
/// <param name="root">The folder that relative paths of secret files start from.</param>
internal sealed class SettingsShape(string root)
{
    public List<string> Faults { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>The secrets from files, by the keys that they would have in the settings.</summary>
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
            AddUnreadable(section, "takes a list or group of values, not a single one");
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
            if (property is null && SecretFiles.FindSetting(child.Key, properties) is { } secret)
            {
                CheckSecretFile(section, child, secret);
                continue;
            }

            if (property is null)
            {
                var nearest = properties.Select(p => p.Name).MinBy(name => GetDistance(name, child.Key))!;
                var hint = GetDistance(nearest, child.Key) <= 2 ? $"did you mean {section.Path}:{nearest}?" : "remove it, or correct its name.";
                Faults.Add($"{child.Path}: is not a setting; {hint}");
                continue;
            }

            Check(child, property.PropertyType);
        }
    }

    private void CheckSecretFile(IConfigurationSection section, IConfigurationSection file, PropertyInfo secret)
    {
        var (key, isList) = ($"{section.Path}:{secret.Name}", secret.PropertyType.IsArray);

        // The path is not a value of the settings. It must not be bound, and a change of it must not be reported.
        foreach (var (path, _) in file.AsEnumerable())
            UnreadableKeys.Add(path);
        if (section.GetSection(secret.Name).Exists())
        {
            Faults.Add($"{file.Path}: stands beside {key}: keep one of them.");
            return;
        }

        var values = SecretFiles.Read(file, isList, root, (path, message) => Faults.Add($"{path}: {message}."));

        // A secret that could not be read has a fault already, so the rules must not report it as missing.
        if (values.Count == 0)
            UnreadableKeys.Add(isList ? $"{key}:0" : key);
        for (var i = 0; i < values.Count; i++)
            FromFiles[isList ? $"{key}:{i}" : key] = values[i];
    }

    private void CheckValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().Any())
        {
            AddUnreadable(section, "takes a single value, not a group");
            return;
        }

        var text = section.Value ?? "";
        if (type == typeof(string))
            return;
        if (type.IsEnum)
        {
            // A number can be parsed as an enum too, but only names are part of the contract.
            if (!Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase))
                AddUnreadable(section, $"is one of {string.Join(", ", Enum.GetNames(type))}");
        }
        else if (type == typeof(TimeSpan))
        {
            if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _))
                AddUnreadable(section, "is a time span such as 00:00:20 (hours:minutes:seconds) or 1.00:00:00 (one day)");
        }
        else if (!TypeDescriptor.GetConverter(type).IsValid(text))
        {
            AddUnreadable(section, type == typeof(bool) ? "is true or false" : "is a whole number");
        }
    }

    private void AddUnreadable(IConfigurationSection section, string expectation)
    {
        Faults.Add($"{section.Path}: {expectation}.");
        UnreadableKeys.Add(section.Path);
        foreach (var child in section.AsEnumerable())
            UnreadableKeys.Add(child.Key);
    }

    /// <summary>The Levenshtein distance, without regard to letter case: how many letters were mistyped.</summary>
    private static int GetDistance(string a, string b)
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
