using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Channels;

/// <summary>
/// Every text that the bridge itself shows to people. Each language has a file in <c>Texts</c>, see <c>CONTRIBUTING.md</c>. The settings of a channel
/// can replace each text. An empty text is not sent or written.
/// </summary>
internal static class TextCatalogue
{
    public const string LanguageKey = "Language";

    private const string Position = "position";

    /// <summary>The first one is the default.</summary>
    public static readonly string[] Languages = ["en", "ru", "de", "es", "fr", "pt", "tr"];

    private static readonly ConcurrentDictionary<string, Dictionary<TextName, string>> ByLanguage = new(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> Names { get; } = Enum.GetNames<TextName>();

    /// <summary>
    /// The text of a notice to the client. Its placeholder <c>{name}</c> stands for the agent or file that it is about, and <c>{position}</c> for the
    /// place in the queue.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="notice">The notice.</param>
    /// <param name="language">The client's language; null when it is not known. Where there is no text in it, the channel's language counts.</param>
    /// <param name="about">The name of the agent or file, or the place in the queue.</param>
    public static string GetText(this ChannelOptions channel, Notice notice, string? language = null, string? about = null) => channel.Fill(
        Enum.Parse<TextName>(notice.ToString()),
        language,
        (notice == Notice.Waiting ? Position : "name", about ?? ""),
        ("time", channel.GetTime(channel.Close.IdleAfter, language)));

    /// <summary>Whether the text that asks a client to wait names the place in the queue, in any language.</summary>
    public static bool NamesPosition(ChannelOptions channel) => Languages.Concat(channel.Language.Texts.Keys)
        .Select(language => channel.Find(TextName.Waiting, language).Text)
        .Any(text =>
            text.Contains($"{{{Position}}}", StringComparison.Ordinal)
            || PluralForms.Read(text).Any(group => group.Placeholder == Position));

    /// <summary>The channel's own text, or the default text in the channel's language, with its placeholders replaced. It may be empty.</summary>
    public static string GetText(this ChannelOptions channel, TextName name, params ReadOnlySpan<(string Placeholder, string Value)> values) =>
        channel.Fill(name, language: null, values);

    /// <summary>A length of time in words, such as "30 minutes", in the largest unit of which it is a whole number.</summary>
    public static string GetTime(this ChannelOptions channel, TimeSpan? time, string? language = null)
    {
        var minutes = (long)Math.Max(1, Math.Ceiling((time ?? TimeSpan.Zero).TotalMinutes));
        const int MinutesInDay = 24 * 60;
        var (unit, count) = minutes % MinutesInDay == 0 ? (TextName.Days, minutes / MinutesInDay)
            : minutes % 60 == 0 ? (TextName.Hours, minutes / 60)
            : (TextName.Minutes, minutes);
        return channel.Fill(unit, language, ("count", count.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The texts of a language by name, as they stand in its file.</summary>
    public static IReadOnlyDictionary<TextName, string> GetTexts(string language) => ByLanguage.GetOrAdd(language, Read);

    private static string Fill(
        this ChannelOptions channel, TextName name, string? language, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var (text, itsLanguage) = channel.Find(name, language);
        return Placeholders.Fill(PluralForms.Choose(text, itsLanguage, values), values);
    }

    private static (string Text, string Language) Find(this ChannelOptions channel, TextName name, string? language)
    {
        var channelLanguage = channel.Texts.GetValueOrDefault(LanguageKey) is { } set && IsKnown(set) ? set : Languages[0];
        if (language is not null && channel.Language.FindText(language, name.ToString()) is { } translated)
            return (translated, language);
        if (channel.Texts.TryGetValue(name.ToString(), out var own))
            return (own, channelLanguage);
        var known = language is not null && IsKnown(language) ? language : channelLanguage;
        return (GetTexts(known)[name], known);
    }

    private static bool IsKnown(string language) => Languages.Contains(language, StringComparer.OrdinalIgnoreCase);

    private static Dictionary<TextName, string> Read(string language)
    {
        var assembly = typeof(TextCatalogue).Assembly;
        using var file = assembly.GetManifestResourceStream($"HelpdeskBridge.Texts.{language.ToLowerInvariant()}.json")!;
        using var json = JsonDocument.Parse(file);
        return json.RootElement.EnumerateObject().ToDictionary(text => Enum.Parse<TextName>(text.Name), text => text.Value.GetString()!);
    }
}
