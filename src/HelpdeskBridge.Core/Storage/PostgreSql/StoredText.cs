using System.Buffers;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>PostgreSQL stores no NUL in a text, and no half of a surrogate pair. SQLite does, and texts come from outside.</summary>
internal static class StoredText
{
    private const char Replacement = '\uFFFD';

    /// <summary>What need not be there in most texts: NUL and surrogates.</summary>
    private static readonly SearchValues<char> _questionable =
        SearchValues.Create([.. Enumerable.Range('\uD800', 0x800).Select(code => (char)code), '\0']);

    /// <returns>The text with U+FFFD in place of what can't be stored.</returns>
    public static string ToStorable(string text) =>
        text.AsSpan().IndexOfAny(_questionable) is var first && first < 0 ? text : Replace(text, first);

    private static string Replace(string text, int first)
    {
        char[]? changed = null;
        for (var i = first; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
                (changed ??= text.ToCharArray())[i] = Replacement;
        }

        return changed is null ? text : new string(changed);
    }
}
