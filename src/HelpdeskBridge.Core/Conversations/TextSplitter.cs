using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Conversations;

/// <summary>Cuts a text that is too long for one message: where a paragraph ends, else a line, a sentence, a word, and never inside a character.</summary>
internal static class TextSplitter
{
    /// <summary>
    /// Zendesk cuts a comment above 64 kB silently (developer.zendesk.com, ticket comments). Counted in UTF-8 bytes, which is the
    /// stricter reading of that limit and also keeps every part below 60,000 characters.
    /// </summary>
    public const int MaxBytes = 60_000;

    /// <summary>What the messengers behind JAICP take in one message, in UTF-16 units: Telegram's limit (core.telegram.org, sendMessage), others take as much or more.</summary>
    public const int MaxUnits = 4096;

    /// <summary>In UTF-16 units: more than any family of emoji takes.</summary>
    private const int LongestCharacter = 64;

    private delegate int Size(ReadOnlySpan<char> text);

    /// <summary>For comments. Nothing is dropped: the parts joined are the text.</summary>
    public static IReadOnlyList<string> Split(string text, int maxBytes = MaxBytes) => Split(text, maxBytes, Encoding.UTF8.GetByteCount);

    /// <summary>For messengers. White space at the cuts is dropped, and so are parts with nothing to read.</summary>
    public static IReadOnlyList<string> SplitForMessenger(string text, int maxUnits = MaxUnits)
    {
        var parts = Split(text, maxUnits, part => part.Length);
        return [.. parts.Select((part, i) => Trim(part, start: i > 0, end: i < parts.Count - 1)).Where(part => !IsBlank(part))];
    }

    /// <summary>Whether there is nothing to read in it: white space and characters of no width.</summary>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format);

    private static List<string> Split(string text, int max, Size size)
    {
        if (size(text) <= max)
            return [text];
        var parts = new List<string>();
        for (var start = 0; start < text.Length; start += parts[^1].Length)
            parts.Add(text.Substring(start, LengthOfPart(text.AsSpan(start), max, size)));
        return parts;
    }

    private static int LengthOfPart(ReadOnlySpan<char> text, int max, Size size)
    {
        // The last place of each kind, best kind first; a gap is the white space between two words.
        Span<int> places = [0, 0, 0, 0];
        var (end, used, gap, breaks) = (0, 0, 0, 0);
        while (end < text.Length)
        {
            var length = LengthOfCharacter(text[end..], max, size);
            used += size(text.Slice(end, length));
            if (used > max)
            {
                // A good place that would waste half a part is none.
                foreach (var place in places)
                {
                    if (place > end / 2)
                        return place;
                }

                return Math.Max(end, length);
            }

            end += length;
            if (!char.IsWhiteSpace(text[end - 1]))
            {
                (gap, breaks) = (end, 0);
                continue;
            }

            breaks += text[end - 1] == '\n' ? 1 : 0;
            places[breaks > 1 ? 0 : breaks == 1 ? 1 : EndsSentence(text[..gap]) ? 2 : 3] = end;
        }

        return end;
    }

    private static bool EndsSentence(ReadOnlySpan<char> text) => text is [.., '.' or '!' or '?' or '…' or '。' or '！' or '？'];

    /// <summary>What a reader takes for one character; where that alone is too long, a code point.</summary>
    private static int LengthOfCharacter(ReadOnlySpan<char> text, int max, Size size)
    {
        Rune.DecodeFromUtf16(text, out _, out var codePoint);
        var length = StringInfo.GetNextTextElementLength(text[..Math.Min(text.Length, LongestCharacter)]);

        // Endless accents are no character any more; between two of them, but not within one, is as good a place as another.
        if (length == LongestCharacter && char.IsHighSurrogate(text[length - 1]))
            length--;
        return size(text[..length]) <= max ? length : codePoint;
    }

    private static string Trim(string part, bool start, bool end)
    {
        part = start ? part.TrimStart() : part;
        return end ? part.TrimEnd() : part;
    }
}
