using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Compares JSON by content, with <c>*</c> at the end of an expected string for "begins with".</summary>
internal static class JsonAssertions
{
    public static void ShouldBeJson(this string actual, string expected) => JsonNode.Parse(actual)!.ShouldBeJson(expected);

    /// <summary>The same members and values, no more and no fewer; their order doesn't matter, that of array elements does.</summary>
    public static void ShouldBeJson(this JsonNode actual, string expected)
    {
        if (Difference(JsonNode.Parse(expected), actual, "$") is { } difference)
            throw new ShouldAssertException($"{difference}\nexpected {expected}\nactual   {actual.ToJsonString()}");
    }

    private static string? Difference(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (JsonObject e, JsonObject a) => e.Select(p => p.Key).Union(a.Select(p => p.Key))
            .Select(name => !e.ContainsKey(name) ? $"{path}.{name} was not expected"
                : !a.ContainsKey(name) ? $"{path}.{name} is missing"
                : Difference(e[name], a[name], $"{path}.{name}"))
            .FirstOrDefault(difference => difference is not null),
        (JsonArray e, JsonArray a) => e.Count != a.Count
            ? $"{path} has {a.Count} elements, not {e.Count}"
            : e.Select((element, i) => Difference(element, a[i], $"{path}[{i}]")).FirstOrDefault(difference => difference is not null),
        (JsonValue e, JsonValue a) when e.TryGetValue(out string? pattern) && pattern.EndsWith('*') =>
            a.TryGetValue(out string? text) && text.StartsWith(pattern[..^1], StringComparison.Ordinal)
                ? null
                : $"{path} is {a.ToJsonString()}, not {pattern}",
        _ => JsonNode.DeepEquals(expected, actual) ? null : $"{path} is {actual?.ToJsonString() ?? "null"}, not {expected?.ToJsonString() ?? "null"}",
    };
}
