using HelpdeskBridge.Text;
using static HelpdeskBridge.FuzzTests.WorstInputs.WorstInput;

namespace HelpdeskBridge.FuzzTests.WorstInputs;

/// <summary>JSON as a bot may hand it over, and as the other side may answer.</summary>
internal static class WorstJson
{
    /// <summary>The deepest nesting that the parser accepts is 64; what is around a value needs some of it.</summary>
    private const int Depth = 58;

    private static readonly string Arrays = new('[', Depth);
    private static readonly string EndOfArrays = new(']', Depth);
    private static readonly string Objects = string.Concat(Enumerable.Repeat("{\"a\":", Depth));
    private static readonly string EndOfObjects = new('}', Depth);

    public static IReadOnlyList<WorstInput> All { get; } =
    [
        Counting("many members", number => $"\"{number}\":1", ",", "{", "}"),
        Counting("members of the same name", number => $"\"a\":\"{number}\"", ",", "{", "}"),
        Counting("small objects", number => $"\"{number}\":{{\"a\":\"b\"}}", ",", "{", "}"),
        Counting("names with line breaks", number => $"\"{number}\\n\":\"\\n\"", ",", "{", "}"),
        Repeating("a long name", "n", "{\"", "\":1}"),
        Repeating("a long value", "v", "{\"a\":\"", "\"}"),
        Repeating("quotation marks", "\\\"", "{\"a\":\"", "\"}"),
        Repeating("line breaks", "\\n", "{\"a\":\"", "\"}"),
        Repeating("escaped letters", "\\u0041", "{\"a\":\"", "\"}"),
        Repeating("emoji", "\\ud83d\\ude00", "{\"a\":\"", "\"}"),
        Repeating("half surrogate pairs", "\\ud83d", "{\"a\":\"", "\"}"),
        Repeating("NUL", "\\u0000", "{\"a\":\"", "\"}"),
        Counting("names with half surrogate pairs", number => $"\"\\ud83d{number}\":1", ",", "{", "}"),
        Counting("large exponents", number => $"\"{number}\":1e99999999999", ",", "{", "}"),
        Repeating("a long number", "9", "{\"a\":", "}"),
        Repeating("a list of numbers", "1,", "{\"a\":[", "1]}"),
        Repeating("empty objects", "{},", "{\"a\":[", "{}]}"),
        Repeating("deep lists", ",[1]", "{\"a\":" + Arrays + "1", EndOfArrays + "}"),
        Repeating("deep objects", ",\"\":{}", Objects + "{\"a\":1", "}" + EndOfObjects),
        Repeating("only depth", "[", "{\"a\":"),
        Counting("JSON in a string", number => $"\\\"{number}\\\":1", ",", "\"{", "}\""),
    ];

    /// <summary>As they are stored: a bot's data is stored only if it is JSON, and without invalid escapes.</summary>
    public static IReadOnlyList<WorstInput> Stored { get; } =
    [
        .. All.Where(input => input.Name is not ("only depth" or "NUL"))
            .Select(input => input with { Create = length => LenientJson.ReplaceInvalidEscapes(input.Create(length)) }),
    ];
}
