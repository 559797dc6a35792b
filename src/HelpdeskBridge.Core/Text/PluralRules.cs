namespace HelpdeskBridge.Text;

/// <summary>
/// Which form of a noun stands beside a whole number: the plural categories of the Unicode CLDR (cldr.unicode.org, "Language Plural Rules"). The
/// table has the languages of the text catalogue, and two with the same rule as Russian.
/// </summary>
internal static class PluralRules
{
    /// <summary>The category that every language has. In some it is only for fractions, and so for no number here.</summary>
    public const string Other = "other";

    private static readonly Rule OneOrMany = new(["one", Other], number => number == 1 ? "one" : Other);

    /// <summary>"1 000 000 de minutos".</summary>
    private static readonly Rule Spanish = new(
        ["one", "many", Other], number => number == 1 ? "one" : IsMillions(number) ? "many" : Other);

    /// <summary>"0 minute".</summary>
    private static readonly Rule French = new(
        ["one", "many", Other], number => number is 0 or 1 ? "one" : IsMillions(number) ? "many" : Other);

    private static readonly Rule Russian = new(
        ["one", "few", "many", Other],
        number => (number % 10, number % 100) switch
        {
            (1, not 11) => "one",
            ( >= 2 and <= 4, not (>= 12 and <= 14)) => "few",
            _ => "many",
        });

    private static readonly Dictionary<string, Rule> ByLanguage = new(StringComparer.OrdinalIgnoreCase)
    {
        ["de"] = OneOrMany,
        ["en"] = OneOrMany,
        ["es"] = Spanish,
        ["fr"] = French,
        ["pt"] = French,
        ["ru"] = Russian,
        ["be"] = Russian,
        ["uk"] = Russian,
        ["tr"] = OneOrMany,
    };

    /// <summary>The categories that a text in this language needs. A language that is not in the table has those of English.</summary>
    public static IReadOnlyList<string> GetCategories(string language) => Find(language).Categories;

    public static string GetCategory(string language, long number) => Find(language).GetCategory(Math.Abs(number));

    private static Rule Find(string language) => ByLanguage.GetValueOrDefault(language, OneOrMany);

    private static bool IsMillions(long number) => number != 0 && number % 1_000_000 == 0;

    private sealed record Rule(string[] Categories, Func<long, string> GetCategory);
}
