using System.Text.Json;

namespace HelpdeskBridge.Tests.Zendesk.Fixtures;

/// <summary>
/// Published Zendesk bodies, kept beside the repository: shared/fixtures/zendesk. They are not part of it, so where they are absent
/// the tests on them are skipped, and say so.
/// </summary>
internal static class FixtureFolder
{
    private static readonly string? Found = Find();

    /// <summary>Path of a file or folder below zendesk/; skips the test where there are no fixtures.</summary>
    public static string GetPath(string name)
    {
        if (Found is null)
            Assert.Skip("There is no folder shared/fixtures/zendesk beside the repository.");
        return Path.Combine(Found, name);
    }

    public static byte[] Bytes(string name) => File.ReadAllBytes(GetPath(name));

    /// <summary>The answer's body; files that aren't wrapped are the body.</summary>
    public static JsonElement Body(string name)
    {
        using var json = JsonDocument.Parse(Bytes(name));
        return (json.RootElement.TryGetProperty("response", out var response) ? response.GetProperty("body") : json.RootElement).Clone();
    }

    public static IReadOnlyList<string> Names(string folder, string pattern = "*.json") =>
        [.. Directory.EnumerateFiles(GetPath(folder), pattern).Select(path => $"{folder}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var fixtures = Path.Combine(folder.FullName, "shared", "fixtures", "zendesk");
            if (Directory.Exists(fixtures))
                return fixtures;
        }

        return null;
    }
}
