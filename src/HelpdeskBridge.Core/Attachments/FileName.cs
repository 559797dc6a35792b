using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Attachments;

/// <summary>A name that a file may have on anybody's disk and in anybody's list.</summary>
internal static class FileName
{
    private const int MaxCharacters = 255;
    private const int MaxCharactersOfExtension = 20;
    private const string Unnamed = "file";

    /// <summary>
    /// The given name, else the last part of the address where there is one, without folders, control characters, line breaks and the marks that turn the
    /// direction of a text; never empty; at most 255 characters, the extension kept. HelpdeskRegistry go by the extension, so a missing one is
    /// added where the type says which.
    /// </summary>
    /// <param name="given">The given name.</param>
    /// <param name="url">The address.</param>
    /// <param name="type">The file's type.</param>
    /// <param name="maxBytes">Most bytes of UTF-8.</param>
    public static string Create(string? given, string? url, string? type, int maxBytes = int.MaxValue)
    {
        var name = Clean(given ?? "");
        if (name.Length == 0 && url is not null)
            name = Clean(Uri.UnescapeDataString(new Uri(url).AbsolutePath));
        var extension = Path.GetExtension(name);
        if (extension.Length is < 2 or > MaxCharactersOfExtension || extension.Any(char.IsWhiteSpace))
            extension = "";
        var stem = name[..^extension.Length].TrimEnd('.', ' ');
        if (extension.Length == 0)
            extension = FileType.GetExtension(type ?? "");
        return Shortened(stem.Length > 0 ? stem : Unnamed, MaxCharacters - extension.Length, maxBytes - Encoding.UTF8.GetByteCount(extension)) + extension;
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

        // Joiners belong to the spelling of some languages and to emoji.
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };

    private static string Shortened(string text, int max, int maxBytes)
    {
        var shorter = new StringBuilder(Math.Min(text.Length, max));
        foreach (var rune in text.EnumerateRunes())
        {
            maxBytes -= rune.Utf8SequenceLength;
            if (shorter.Length + rune.Utf16SequenceLength > max || maxBytes < 0)
                break;
            shorter.Append(rune);
        }

        return shorter.ToString();
    }
}
