using System.Text;

namespace HelpdeskBridge.Tests.Retention;

/// <summary>Looks for words in the bytes of everything a service keeps: the database, its log of changes, the spool.</summary>
internal static class StoredBytes
{
    public static IReadOnlyList<string> Find(string folder, params IEnumerable<string> words) =>
    [
        .. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
           let bytes = Read(path)
           from word in words
           where bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0 || Path.GetFileName(path).Contains(word, StringComparison.Ordinal)
           select $"{word} in {Path.GetFileName(path)}",
    ];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
