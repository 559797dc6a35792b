using System.Text.Json.Nodes;
using HelpdeskBridge.Hosting.Configuration;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// No secret and nothing anybody wrote gets into the log, in any test: each fixture looks its whole log through when it ends. With the
/// environment variable BRIDGE_TESTS_LOG=Debug the frameworks' loggers write all they have as well.
/// </summary>
internal static class LogScan
{
    /// <summary>Shorter ones are in the log by chance: "Ann" is in "Channel".</summary>
    private const int ShortestWord = 6;

    private static readonly string[] Frameworks = ["Microsoft", "System", "Orleans", "Polly"];

    /// <summary>Members of the bridge's requests that hold texts, names and links of people.</summary>
    private static readonly HashSet<string> Places = ["text", "body", "html_body", "name", "subject", "url", "firstName", "lastName", "avatarUrl",
        "fileName", "uploads", "access_token", "client_secret", "Content", "Subject", "RealName", "email", "phone", "EmailAddress"];

    /// <summary>Used by the tests and by the bridge's own log texts alike.</summary>
    private static readonly HashSet<string> OfBoth =
        new(StringComparer.OrdinalIgnoreCase) { "Support", "Client", "Closed", "closed", "refused", "second" };

    public static bool WithFrameworks { get; } = Environment.GetEnvironmentVariable("BRIDGE_TESTS_LOG") == "Debug";

    public static (string Key, string? Value)[] EverythingAtDebug =>
        [("Serilog:MinimumLevel:Default", "Debug"), .. Frameworks.Select(name => ($"Serilog:MinimumLevel:Override:{name}", (string?)"Debug"))];

    public static void FindsNothing(MemoryLog log, IReadOnlyCollection<string> words)
    {
        var sought = GetSought(words);
        log.Lines.Where(line => Array.Exists(sought, word => line.Contains(word, StringComparison.Ordinal)))
            .Select(line => $"{Array.Find(sought, word => line.Contains(word, StringComparison.Ordinal))} in {line}").Take(5)
            .ShouldBeEmpty("the log holds what it must not");
    }

    /// <summary>The words that can be looked for: long enough, and not used by the bridge itself.</summary>
    public static string[] GetSought(IEnumerable<string> words) =>
        [.. words.Where(word => word.Length >= ShortestWord && !OfBoth.Contains(word)).Distinct()];

    /// <summary>The secrets among the settings, by the mark they have there.</summary>
    public static IEnumerable<string> GetSecrets(SettingsReading reading) =>
        reading.Values.Where(pair => SettingsSections.FindSecret(pair.Key) is { Secret.Rotates: true }).Select(pair => pair.Value);

    /// <summary>What people wrote, as it went over the wire, line by line; and the addresses it went to where those are secret.</summary>
    public static IEnumerable<string> GetWords(IEnumerable<Call> calls)
    {
        foreach (var call in calls)
        {
            if (call.Path.Contains("/webhook/", StringComparison.Ordinal))
                yield return call.Path;
            if (!call.Body.StartsWith('{'))
                continue;
            foreach (var word in WordsIn(Parsed(call.Body), isPlace: false))
                yield return word;
        }
    }

    private static JsonNode? Parsed(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> WordsIn(JsonNode? node, bool isPlace) => node switch
    {
        JsonObject group => group.SelectMany(pair => WordsIn(pair.Value, isPlace || Places.Contains(pair.Key))),
        JsonArray list => list.SelectMany(item => WordsIn(item, isPlace)),
        JsonValue value when isPlace && value.TryGetValue(out string? text) => text.Split('\n', StringSplitOptions.TrimEntries),
        _ => [],
    };
}
