using static HelpdeskBridge.FuzzTests.WorstInputs.WorstInput;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>Texts as a client or an agent may write them.</summary>
internal static class WorstTexts
{
    public static IReadOnlyList<WorstInput> All { get; } =
    [
        Repeating("one word", "a"),
        Repeating("words", "word "),
        Repeating("spaces", " ", after: "a"),
        Repeating("no-break spaces", "\u00A0", after: "a"),
        Repeating("line breaks", "\n", after: "a"),
        Repeating("lines", "\r\na"),
        Repeating("accents", "e\u0301"),
        Repeating("only accents", "\u0301"),
        Repeating("emoji", "👨‍👩‍👧‍👦"),
        Repeating("flags", "🇩🇪"),
        Repeating("what half a surrogate pair becomes", "\uFFFD"),
        Repeating("no width", "\u200B"),
        Repeating("placeholders", "{{"),
        Repeating("Liquid tags", "{%"),
        Repeating("percent signs", "%"),
        Repeating("escaped characters", "%41"),
        Repeating("code fences", "```\n"),
        Repeating("less-than signs", "<"),
        Repeating("slashes", "/"),
        Repeating("points", "a."),
        Repeating("sentences", "Hi. "),
    ];
}
