using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>A name or title: one line, one space between words, not too long.</summary>
internal static class OneLine
{
    public static string Shorten(string text, int maxCharacters)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= maxCharacters)
            return line;
        var shorter = new StringBuilder(maxCharacters);
        foreach (var rune in line.EnumerateRunes())
        {
            if (shorter.Length + rune.Utf16SequenceLength > maxCharacters - 1)
                break;
            shorter.Append(rune);
        }

        return shorter.Append('…').ToString();
    }
}
