using System.Text;

namespace HelpdeskBridge.Texts;

/// <summary>A name or title: one line, one space between words, not too long.</summary>
internal static class OneLine
{
    public static string Of(string text, int mostCharacters)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= mostCharacters)
            return line;
        var shorter = new StringBuilder(mostCharacters);
        foreach (var rune in line.EnumerateRunes())
        {
            if (shorter.Length + rune.Utf16SequenceLength > mostCharacters - 1)
                break;
            shorter.Append(rune);
        }

        return shorter.Append('…').ToString();
    }
}
