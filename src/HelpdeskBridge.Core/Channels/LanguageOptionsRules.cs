using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using HelpdeskBridge.Text;

namespace HelpdeskBridge.Channels;

/// <summary>Validates section <c>Channels:{channel}:Language</c>.</summary>
internal static class LanguageOptionsRules
{
    private static readonly string[] Notices = Enum.GetNames<Notice>();

    public static void Check(OptionsErrors errors, ChannelOptions channel)
    {
        if (channel.Language.From is { } from && string.IsNullOrWhiteSpace(from))
            errors.Add("Language:From", "is the name of an attribute from the bot; remove it for none");
        foreach (var (language, texts) in channel.Language.Texts)
        {
            if (LanguageTag.GetLanguage(language) is not { } known || !known.Equals(language, StringComparison.OrdinalIgnoreCase))
                errors.Add($"Language:Texts:{language}", "is not a language without a region, such as de");
            foreach (var (name, text) in texts ?? [])
                CheckText(errors, channel, $"Language:Texts:{language}:{name}", name, text);
        }
    }

    /// <summary>Whether a notice is sent does not depend on the language, so it needs a text for every other language as well.</summary>
    private static void CheckText(OptionsErrors errors, ChannelOptions channel, string key, string name, string? text)
    {
        if (Notices.FirstOrDefault(notice => notice.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } notice)
            errors.Add(key, $"is not a notice to the client; there is {OptionsErrors.Join(Notices)}");
        else if (string.IsNullOrEmpty(text))
            errors.Add(key, $"must not be empty; remove it, or set {errors.GetFullKey($"Texts:{notice}")} to an empty text for all languages");
        else if (channel.GetText(Enum.Parse<Notice>(notice)).Length == 0)
            errors.Add(key, $"needs {errors.GetFullKey($"Texts:{notice}")} as well: the text for clients with another language");
        else if (PluralForms.Validate(text) is { } problem)
            errors.Add(key, problem);
    }
}
