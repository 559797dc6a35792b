using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Attachments;

/// <summary>Creates names for files that are valid on all systems.</summary>
internal static class FileName
{
    private const int MaxCharacters = 255;
    private const int MaxExtensionCharacters = 20;
    private const string Unnamed = "file";

    /// <summary>
    /// Takes the given name, or else the last segment of the address. Folders, control characters, line breaks and marks that change the direction
    /// of text are removed. The result has at least 1 and at most 255 characters, and the extension is kept. If the name has no extension, the usual
    /// one for the type is added, because helpdesks and messengers choose by the extension how to show a file.
    /// </summary>
    /// <param name="given">The name that came with the file.</param>
    /// <param name="url">The address of the file.</param>
    /// <param name="type">The content type of the file.</param>
    /// <param name="maxBytes">The largest size of the name, in bytes of UTF-8.</param>
    public static string Create(string? given, string? url, string? type, int maxBytes = int.MaxValue)
    {
        var name = Clean(given ?? "");
        if (name.Length == 0 && url is not null)
            name = Clean(Uri.UnescapeDataString(new Uri(url).AbsolutePath));
        var extension = Path.GetExtension(name);
        if (extension.Length is < 2 or > MaxExtensionCharacters || extension.Any(char.IsWhiteSpace))
            extension = "";
        var stem = name[..^extension.Length].TrimEnd('.', ' ');
        if (extension.Length == 0)
            extension = FileType.GetExtension(type ?? "");

        // Where it is cut, there may be a point or a space.
        var shorter = Shorten(stem, MaxCharacters - extension.Length, maxBytes - Encoding.UTF8.GetByteCount(extension)).TrimEnd('.', ' ');
        return (shorter.Length > 0 ? shorter : Unnamed) + extension;
    }

    private static string Clean(string name)
    {
        var kept = new StringBuilder(name.Length);
        foreach (var rune in name.Split('/', '\\').LastOrDefault(part => part.Trim('.', ' ').Length > 0, "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                kept.Append(' ');
            else if (IsKept(rune))
                kept.Append(rune);
        }

        return string.Join(' ', kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.', ' ');
    }

    private static bool IsKept(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,

        // Some languages and emoji need joiners (U+200C, U+200D).
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };

    private static string Shorten(string text, int maxCharacters, int maxBytes)
    {
        var shorter = new StringBuilder(Math.Min(text.Length, maxCharacters));
        foreach (var rune in text.EnumerateRunes())
        {
            maxBytes -= rune.Utf8SequenceLength;
            if (shorter.Length + rune.Utf16SequenceLength > maxCharacters || maxBytes < 0)
                break;
            shorter.Append(rune);
        }

        return shorter.ToString();
    }
}
