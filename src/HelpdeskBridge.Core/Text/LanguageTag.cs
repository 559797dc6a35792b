using System.Buffers;

namespace HelpdeskBridge.Text;

/// <summary>Names of languages, as bots and messengers write them: <c>ru</c>, <c>EN</c>, <c>de-AT</c>, <c>pt_BR</c>.</summary>
internal static class LanguageTag
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <returns>The language without region and script, in lower case; null when the text is no name of a language.</returns>
    public static string? GetLanguage(string? tag)
    {
        var language = (tag ?? "").AsSpan().Trim();
        if (language.IndexOfAny("-_.@") is >= 0 and var end)
            language = language[..end];
        return language is { Length: 2 or 3 } && !language.ContainsAnyExcept(Letters) ? language.ToString().ToLowerInvariant() : null;
    }
}
