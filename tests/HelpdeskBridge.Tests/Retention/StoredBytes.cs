using System.Text;

namespace HelpdeskBridge.Tests.Retention;

/// <summary>Looks for texts in the bytes of everything a service keeps: the database, its log of changes, the spool.</summary>
internal static class StoredBytes
{
    public static IReadOnlyList<string> Find(string folder, params IEnumerable<string> texts) =>
    [
        .. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
           let bytes = Read(path)
           from text in texts
           where bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || Path.GetFileName(path).Contains(text, StringComparison.Ordinal)
           select $"{text} in {Path.GetFileName(path)}",
    ];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
