using System.Text;

namespace HelpdeskBridge.Text;

/// <summary>Makes names and titles fit on one line.</summary>
internal static class OneLine
{
    /// <summary>Replaces white space by single spaces, and cuts off what is too long. The result ends with … when it was cut.</summary>
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
