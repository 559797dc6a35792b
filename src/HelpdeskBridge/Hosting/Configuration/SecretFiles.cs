using System.Reflection;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>Reads secrets from files.</summary>
internal static class SecretFiles
{
    public const string Suffix = "File";

    /// <summary>A secret is a short line. A larger file, such as a certificate, is named by mistake.</summary>
    private const long MaxBytes = 64 * 1024;

    /// <returns>The setting that a key such as <c>KeyFile</c> stands for; null when the key stands for none.</returns>
    public static PropertyInfo? FindSetting(string key, IEnumerable<PropertyInfo> properties) =>
        properties.FirstOrDefault(property => property.GetCustomAttribute<SecretAttribute>() is not null
            && key.Equals(property.Name + Suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the files that a key such as <c>KeyFile</c> names.</summary>
    /// <param name="section">The key, with a path or a list of paths.</param>
    /// <param name="isList">Whether the setting takes several values.</param>
    /// <param name="root">The folder that a relative path starts from.</param>
    /// <param name="addFault">Called for each fault, with its key and message. The message never contains text of a file.</param>
    /// <returns>The secrets; none when there was a fault.</returns>
    public static IReadOnlyList<string> Read(IConfigurationSection section, bool isList, string root, Action<string, string> addFault)
    {
        var paths = section.GetChildren().Any() ? section.GetChildren().ToList() : [section];
        if (!isList && paths[0] != section)
        {
            addFault(section.Path, "takes a single path");
            return [];
        }

        var values = new List<string>();
        foreach (var path in paths)
        {
            if (ReadLines(path, root, addFault) is not { } lines)
                return [];
            if (!isList && lines.Length > 1)
            {
                addFault(path.Path, "names a file with more than one line; it is to hold the secret alone");
                return [];
            }

            values.AddRange(lines);
        }

        return values;
    }

    private static string[]? ReadLines(IConfigurationSection path, string root, Action<string, string> addFault)
    {
        if (string.IsNullOrWhiteSpace(path.Value))
        {
            addFault(path.Path, "must be the path of a file");
            return null;
        }

        var full = path.Value;
        try
        {
            full = Path.GetFullPath(path.Value, root);
            if (new FileInfo(full).Length > MaxBytes)
            {
                addFault(path.Path, $"names a file that is too large to be a secret: {full}");
                return null;
            }

            var lines = File.ReadAllText(full).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (lines.Length > 0)
                return lines;
            addFault(path.Path, $"names a file that is empty: {full}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            addFault(path.Path, $"names a file that can't be read ({e.GetType().Name}): {full}");
        }

        return null;
    }
}
