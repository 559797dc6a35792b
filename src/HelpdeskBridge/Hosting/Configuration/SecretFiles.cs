using System.Reflection;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>The secrets that stand in files.</summary>
internal static class SecretFiles
{
    public const string Suffix = "File";

    /// <summary>Certificates and the like have been put in by mistake; a secret is a line.</summary>
    private const long MaxBytes = 64 * 1024;

    /// <summary>The setting a key such as KeyFile stands for; null: it is none of these.</summary>
    public static PropertyInfo? GetSetting(string key, IEnumerable<PropertyInfo> properties) =>
        properties.FirstOrDefault(property => property.GetCustomAttribute<SecretAttribute>() is not null && key.Equals(property.Name + Suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads what a key such as KeyFile names.</summary>
    /// <param name="section">The key, with a path or a list of paths.</param>
    /// <param name="isList">Whether the setting takes several values.</param>
    /// <param name="root">What a relative path starts from.</param>
    /// <param name="fault">Told of each fault, by key and message. Never of what is in a file.</param>
    /// <returns>The values; none when there was a fault.</returns>
    public static IReadOnlyList<string> Read(IConfigurationSection section, bool isList, string root, Action<string, string> fault)
    {
        var paths = section.GetChildren().Any() ? section.GetChildren().ToList() : [section];
        if (!isList && paths[0] != section)
        {
            fault(section.Path, "takes a single path");
            return [];
        }

        var values = new List<string>();
        foreach (var path in paths)
        {
            if (ReadLines(path, root, fault) is not { } lines)
                return [];
            if (!isList && lines.Length > 1)
            {
                fault(path.Path, "names a file with more than one line; it is to hold the secret alone");
                return [];
            }

            values.AddRange(lines);
        }

        return values;
    }

    private static string[]? ReadLines(IConfigurationSection path, string root, Action<string, string> fault)
    {
        if (string.IsNullOrWhiteSpace(path.Value))
        {
            fault(path.Path, "must be the path of a file");
            return null;
        }

        var full = path.Value;
        try
        {
            full = Path.GetFullPath(path.Value, root);
            if (new FileInfo(full).Length > MaxBytes)
            {
                fault(path.Path, $"names a file that is too large to be a secret: {full}");
                return null;
            }

            var lines = File.ReadAllText(full).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (lines.Length > 0)
                return lines;
            fault(path.Path, $"names a file that is empty: {full}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            fault(path.Path, $"names a file that can't be read ({e.GetType().Name}): {full}");
        }

        return null;
    }
}
