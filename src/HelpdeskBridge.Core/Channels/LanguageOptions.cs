namespace HelpdeskBridge.Channels;

/// <summary>Section <c>Channels:{channel}:Language</c>: the language in which the bridge writes to a client.</summary>
public sealed class LanguageOptions
{
    /// <summary>
    /// The name of the attribute, from the bot, with the client's language, such as <c>ru</c>, <c>EN</c>, <c>de-AT</c> or <c>pt_BR</c>; it may be a
    /// hidden one. Notices to the client are then in that language. Notes to agents stay in that of the channel (<c>Texts:Language</c>).
    /// </summary>
    /// <value>None by default: notices are in the channel's language.</value>
    public string? From { get; set; }

    /// <summary>
    /// The channel's own texts of notices to a client by language, such as <c>de</c>, and name. A text of the same name in the channel's
    /// <c>Texts</c> is for all other languages.
    /// </summary>
    /// <value>None by default.</value>
    public Dictionary<string, Dictionary<string, string>> Texts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The channel's own text in this language; null when there is none.</returns>
    internal string? FindText(string language, string name) => Texts.TryGetValue(language, out var texts)
        ? texts?.FirstOrDefault(text => text.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value
        : null;
}
