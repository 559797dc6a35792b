using System.Text;

namespace HelpdeskBridge.Conversations;

/// <summary>Cuts a text that is too long for one comment. Nothing is dropped: the parts joined are the text.</summary>
internal static class TextSplitter
{
    /// <summary>
    /// Zendesk cuts a comment above 64 kB silently (developer.zendesk.com, ticket comments). Counted in UTF-8 bytes, which is the
    /// stricter reading of that limit and also keeps every part below 60,000 characters.
    /// </summary>
    public const int MostBytes = 60_000;

    public static IReadOnlyList<string> Split(string text, int mostBytes = MostBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes)
            return [text];
        var parts = new List<string>();
        var start = 0;
        while (start < text.Length)
        {
            var end = EndOfPart(text, start, mostBytes);
            parts.Add(text[start..end]);
            start = end;
        }

        return parts;
    }

    private static int EndOfPart(string text, int start, int mostBytes)
    {
        var (end, bytes, goodPlace) = (start, 0, start);
        while (end < text.Length)
        {
            // Whole code points only: half a surrogate pair is no character.
            var length = char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(end, length));
            if (bytes > mostBytes)
                return goodPlace > start + ((end - start) / 2) ? goodPlace : Math.Max(end, start + length);
            end += length;
            if (char.IsWhiteSpace(text[end - 1]))
                goodPlace = end;
        }

        return end;
    }
}
