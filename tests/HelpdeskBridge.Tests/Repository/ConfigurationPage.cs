using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>Writes <c>docs/configuration.md</c> from what the service itself knows about its settings.</summary>
internal static partial class ConfigurationPage
{
    private const string Introduction = """
        # Settings

        Every setting with its meaning, its default and the values it takes. This page is made from the options classes, their comments and their
        validation; a test fails when it is out of date (see [`CONTRIBUTING.md`](../CONTRIBUTING.md)). Do not edit it by hand.

        - `{channel}` and `{helpdesk}` are names of your choice: letters, digits, `-` and `_`, at most 64. `{n}` counts the values of a list from 0.
        - Settings come from `appsettings.json`, `appsettings.{Environment}.json`, environment variables (`Channels__shop__Key`) and the command line
          (`--Channels:shop:Key=…`); later ones win. A list that is set replaces its default.
        - A time span is `hours:minutes:seconds` or `days.hours:minutes:seconds`. A number alone is days: write `00:00:20` for twenty seconds.
        - A *secret* can be in a file of its own: the setting with `File` at its end holds the path, such as `KeyFile`. For a list, the file has one
          secret per line. A changed secret takes effect without a restart, except where the table says otherwise; everything else needs one.
        - `check` names every wrong, missing or unknown setting with its full key and the fix, and the service does not start with one.

        A complete file to start from is [`appsettings.example.json`](../appsettings.example.json). The address to listen on is not a setting of the
        bridge but of ASP.NET Core: `Urls` or `ASPNETCORE_URLS`, `http://127.0.0.1:5085` when neither is set. Section `Serilog` takes what
        Serilog.Settings.Configuration takes: levels, and other places for the log.

        """;

    public static string Write()
    {
        var page = new StringBuilder(Introduction);
        var sections = SettingsSections.All.Select(section => section.Options).ToHashSet();
        foreach (var group in DocumentedGroup.GetAll())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n{(sections.Contains(group.Type) ? "##" : "###")} {group.Key}\n\n");
            page.Append(group.Property is null ? GetSummary(group.Type) : Join(XmlDocs.Get(group.Property), XmlDocs.Get(group.Property, "value")));
            page.Append("\n\n| setting | meaning | default | values |\n|---|---|---|---|\n");
            foreach (var setting in group.Settings.Where(setting => setting.Key != nameof(ChannelOptions.Texts) + ":{name}"))
                AppendRow(page, $"`{setting.Key}`", GetMeaning(setting), GetDefault(setting), GetValues(setting));
        }

        AppendTexts(page);
        return page.ToString();
    }

    /// <summary>The texts have no properties: their names are those of the catalogue.</summary>
    private static void AppendTexts(StringBuilder page)
    {
        var channel = new ChannelOptions();
        page.Append(CultureInfo.InvariantCulture, $"\n## {ChannelRegistry.Section}:{{channel}}:{nameof(ChannelOptions.Texts)}\n\n");
        page.Append(XmlDocs.Get(typeof(ChannelOptions).GetProperty(nameof(ChannelOptions.Texts))!));
        page.Append(" The defaults are those of the language en; words in braces are filled in.\n\n");
        page.Append("| setting | meaning | default |\n|---|---|---|\n");
        AppendRow(
            page, $"`{TextCatalogue.LanguageKey}`", "The language of all texts that are not set.",
            $"`{TextCatalogue.Languages[0]}`; the choices are {string.Join(", ", TextCatalogue.Languages.Select(language => $"`{language}`"))}");
        foreach (var name in Enum.GetValues<TextName>())
        {
            var text = channel.GetText(name);
            AppendRow(page, $"`{name}`", XmlDocs.Get(typeof(TextName), name.ToString()), text.Length > 0 ? text : "(empty)");
        }
    }

    private static void AppendRow(StringBuilder page, params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
            page.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(' ');
        page.Append("|\n");
    }

    /// <summary>A section's comment without its key, which is the heading already.</summary>
    private static string GetSummary(Type type)
    {
        var text = SectionKey().Replace(XmlDocs.Get(type), "");
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string GetMeaning(DocumentedSetting setting) => Join(
        XmlDocs.Get(setting.Property),
        setting.Secret is { } secret
            ? $"Secret, or its file in `{setting.Property.Name}{SecretFiles.Suffix}`{(secret.Rotates ? "" : "; a change needs a restart")}."
            : "");

    /// <summary>The real default, and what the comment says about it. Where there is no value, the comment says what happens then.</summary>
    private static string GetDefault(DocumentedSetting setting)
    {
        var comment = XmlDocs.Get(setting.Property, "value");
        if (comment.StartsWith("Required", StringComparison.Ordinal))
            return comment.Split(';')[0];
        if (setting.Default is null or "" or ICollection { Count: 0 })
            return comment.Length > 0 ? comment.TrimEnd('.') : "None";
        if (setting.Default is not string and IEnumerable values)
            return string.Join(", ", values.Cast<object>().Select(Code));
        var more = DefaultComment().Match(comment);
        return $"{Code(setting.Default)}{more.Groups["unit"]}{(more.Groups["why"].Success ? $", {more.Groups["why"]}" : "")}";
    }

    private static string Code(object value) => $"`{(value is TimeSpan time ? time.ToString("c") : value)}`";

    private static string GetValues(DocumentedSetting setting)
    {
        if (setting.Type.IsEnum)
            return string.Join("; ", setting.GetChoices().Select(choice => $"`{choice}`: {XmlDocs.Get(setting.Type, choice).TrimEnd('.')}"));
        var type = setting.Type == typeof(TimeSpan) ? "time span" : setting.Type == typeof(string) ? "text" : "whole number";
        var rules = setting.GetRules().Select(AsRule).Where(rule => rule.Length > 0).ToList();
        return rules.Count == 0 ? type : type == "text" ? rules[^1] : $"{type}, {string.Join(", ", rules)}";
    }

    /// <summary>
    /// The message of a fault as a rule: "must be at most 5" as "at most 5". A message that only says what the value is not is no rule.
    /// </summary>
    private static string AsRule(string fault) =>
        fault.StartsWith("is not ", StringComparison.Ordinal) || fault.StartsWith("names ", StringComparison.Ordinal) ? ""
        : fault == "must not be negative" ? "zero or more"
        : fault.StartsWith("must not be empty", StringComparison.Ordinal) ? "not empty"
        : RuleExample().Replace(FaultBeginning().Replace(fault, ""), "");

    private static string Join(params IEnumerable<string> sentences) => string.Join(' ', sentences.Where(sentence => sentence.Length > 0));

    [GeneratedRegex("^Section `[^`]+`: ")]
    private static partial Regex SectionKey();

    [GeneratedRegex(@"^The default is (?:.+?)(?<unit> \([^)]+\))?(?:(?:, |: )(?<why>.+))?\.$")]
    private static partial Regex DefaultComment();

    [GeneratedRegex("^(?:is required(?:: )?|must be |is |needs )")]
    private static partial Regex FaultBeginning();

    [GeneratedRegex("(?:, which are days.*|; (?:remove|20 alone|such as|the helpdesk) .*|: the helpdesk would .*)$")]
    private static partial Regex RuleExample();
}
