using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.Text;

/// <summary>
/// Forms of a text for different numbers, as ICU's message format writes them: <c>{count, plural, one {# minute} other {# minutes}}</c>. The sign #
/// stands for the number. A form holds no other placeholder.
/// </summary>
internal static partial class PluralForms
{
    private const string Keyword = "plural,";

    /// <summary>Replaces each group of forms by the one for its number. It is <see cref="PluralRules.Other"/> for what is no whole number.</summary>
    public static string Choose(string text, string language, params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        if (!text.Contains(Keyword, StringComparison.Ordinal))
            return text;
        var (chosen, end) = (new StringBuilder(), 0);
        foreach (var group in Read(text))
        {
            foreach (var (placeholder, value) in values)
            {
                if (placeholder != group.Placeholder)
                    continue;
                var category = long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                    ? PluralRules.GetCategory(language, number)
                    : PluralRules.Other;
                var form = group.Forms.GetValueOrDefault(category) ?? group.Forms.GetValueOrDefault(PluralRules.Other) ?? "#";
                chosen.Append(text, end, group.Start - end).Append(form.Replace("#", value, StringComparison.Ordinal));
                end = group.End;
            }
        }

        return chosen.Append(text, end, text.Length - end).ToString();
    }

    /// <returns>What is wrong with the forms in a text, and how to write them; null: nothing.</returns>
    public static string? Validate(string text)
    {
        var groups = Read(text);
        return groups.Count == Beginning().Count(text) && groups.All(group => group.Forms.ContainsKey(PluralRules.Other))
            ? null
            : "has forms for numbers that can't be read; write them as {position, plural, one {# chat} other {# chats}}, always with other";
    }

    public static IReadOnlyList<PluralGroup> Read(string text) =>
    [
        .. Group().Matches(text).Select(match => new PluralGroup(
            match.Groups["placeholder"].Value,
            Form().Matches(match.Groups["forms"].Value)
                .DistinctBy(form => form.Groups["category"].Value)
                .ToDictionary(form => form.Groups["category"].Value, form => form.Groups["text"].Value),
            match.Index,
            match.Index + match.Length)),
    ];

    [GeneratedRegex(@"\{\s*\w+\s*,\s*plural\b")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\{\s*(?<placeholder>\w+)\s*,\s*plural,(?<forms>(?:\s*\w+\s*\{[^{}]*\})+)\s*\}")]
    private static partial Regex Group();

    [GeneratedRegex(@"(?<category>\w+)\s*\{(?<text>[^{}]*)\}")]
    private static partial Regex Form();
}

/// <summary>The forms of a text for one number.</summary>
/// <param name="Placeholder">The name of the number.</param>
/// <param name="Forms">The forms by plural category.</param>
/// <param name="Start">Where the group begins in the text.</param>
/// <param name="End">Where it ends.</param>
internal sealed record PluralGroup(string Placeholder, IReadOnlyDictionary<string, string> Forms, int Start, int End);
