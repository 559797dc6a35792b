using System.Globalization;
using System.Text;

namespace HelpdeskBridge.Conversations;

/// <summary>
/// Splits a text that is too long for one message: if possible at the end of a paragraph, or else of a line, a sentence or a word, and never
/// inside a character.
/// </summary>
internal static class TextSplitter
{
    /// <summary>
    /// The largest comment, in UTF-8 bytes. Zendesk truncates comments above 64 kB without an error (developer.zendesk.com, ticket comments).
    /// Bytes are the stricter interpretation of that limit, and they keep every part below 60,000 characters.
    /// </summary>
    public const int MaxBytes = 60_000;

    /// <summary>
    /// The longest message for a messenger, in UTF-16 code units. This is Telegram's limit (core.telegram.org, sendMessage). Other messengers
    /// accept at least as much.
    /// </summary>
    public const int MaxUnits = 4096;

    /// <summary>Leaves room in a note for its heading.</summary>
    private const int MaxBytesOfNoteText = MaxBytes - 4000;

    /// <summary>The longest character, in UTF-16 code units. No sequence of emoji is longer.</summary>
    private const int MaxCharacterLength = 64;

    private delegate int Size(ReadOnlySpan<char> text);

    /// <summary>Splits a text into comments. Nothing is dropped: the joined parts are the text again.</summary>
    public static IReadOnlyList<string> Split(string text, int maxBytes = MaxBytes) => Split(text, maxBytes, Encoding.UTF8.GetByteCount);

    /// <summary>
    /// Splits a text for internal notes, in which it stands as a block of code or indented. Nothing is dropped, and no part becomes longer than a
    /// comment by what is added to its characters there.
    /// </summary>
    public static IReadOnlyList<string> SplitForNotes(string text) => Split(text, MaxBytesOfNoteText, CountBytesInNote);

    /// <summary>Splits a text into messages for a messenger. White space between the parts is dropped, and so are blank parts.</summary>
    public static IReadOnlyList<string> SplitForMessenger(string text, int maxUnits = MaxUnits)
    {
        var parts = Split(text, maxUnits, part => part.Length);
        return [.. parts.Select((part, i) => Trim(part, start: i > 0, end: i < parts.Count - 1)).Where(part => !IsBlank(part))];
    }

    /// <summary>Whether a text shows nothing: it has only white space and characters without width.</summary>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format);

    private static List<string> Split(string text, int max, Size size)
    {
        if (size(text) <= max)
            return [text];
        var parts = new List<string>();
        for (var start = 0; start < text.Length; start += parts[^1].Length)
            parts.Add(text.Substring(start, GetPartLength(text.AsSpan(start), max, size)));
        return parts;
    }

    private static int GetPartLength(ReadOnlySpan<char> text, int max, Size size)
    {
        // The last position of each kind where the text can be split, best kind first: paragraph, line, sentence, word.
        // The gap is where the white space after the last word begins.
        Span<int> places = [0, 0, 0, 0];
        var (end, used, gap, breaks) = (0, 0, 0, 0);
        while (end < text.Length)
        {
            var length = GetCharacterLength(text[end..], max, size);
            used += size(text.Slice(end, length));
            if (used > max)
            {
                // A position in the first half would make the part too short.
                foreach (var place in places)
                {
                    if (place > end / 2)
                        return place;
                }

                // A character that is too long alone is a part of its own.
                return end > 0 ? end : length;
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

    /// <summary>An upper bound. Lines are indented, and what a helpdesk would interpret is broken up by a character of three bytes.</summary>
    private static int CountBytesInNote(ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        foreach (var character in text)
            bytes += character is '\n' or '\r' or '\f' or '\u0085' or '\u2028' or '\u2029' or '{' or '`' ? 4 : 0;
        return bytes;
    }

    private static bool EndsSentence(ReadOnlySpan<char> text) => text is [.., '.' or '!' or '?' or '…' or '。' or '！' or '？'];

    /// <returns>The length of the first grapheme cluster, or of the first code point when the cluster alone is too long.</returns>
    private static int GetCharacterLength(ReadOnlySpan<char> text, int max, Size size)
    {
        Rune.DecodeFromUtf16(text, out _, out var codePoint);

        // A cluster of this length is only a long row of accents, and may be split between two of them. Half a surrogate pair at the end of what is
        // looked at is no part of the cluster, so a pair stays whole.
        var length = StringInfo.GetNextTextElementLength(text[..Math.Min(text.Length, MaxCharacterLength)]);
        return size(text[..length]) <= max ? length : codePoint;
    }

    private static string Trim(string part, bool start, bool end)
    {
        part = start ? part.TrimStart() : part;
        return end ? part.TrimEnd() : part;
    }
}
