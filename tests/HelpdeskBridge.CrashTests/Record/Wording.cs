using System.Globalization;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.CrashTests.Record;

/// <summary>What people say in a run: numbered, so that every word can be found again on the other side.</summary>
internal static partial class Wording
{
    public const string FileHost = "files.example.com";

    public static string Text(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"{userId} #{number}");

    public static Uri File(string userId, long number) => new(string.Create(CultureInfo.InvariantCulture, $"https://{FileHost}/{userId}/{number}"));

    public static string Parting(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"{userId} #{number} leaves");

    public static string Reply(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"to {userId} #{number}");

    /// <summary>The numbers in a client's comment: one text or file per line, late ones with their time before them.</summary>
    /// <returns>Null where a line is none of the client's.</returns>
    public static IReadOnlyList<long>? NumbersIn(string body, string userId)
    {
        var numbers = new List<long>();
        foreach (var line in body.Split('\n'))
        {
            if (ClientLine().Match(line) is { Success: true } match && match.Groups["user"].Value == userId)
                numbers.Add(Number(match));
            else if (!line.Contains($"//{FileHost}/{userId}/", StringComparison.Ordinal) && !line.StartsWith("The chat was handed over.", StringComparison.Ordinal))
                return null;
        }

        return numbers;
    }

    /// <summary>The number in the note that the client has left.</summary>
    public static long? PartingIn(string body, string userId) =>
        PartingLine().Match(body) is { Success: true } match && match.Groups["user"].Value == userId ? Number(match) : null;

    /// <summary>The number in an agent's words, as they are, or at the end of a note about them.</summary>
    public static long? ReplyIn(string body, string userId) =>
        ReplyLine().Match(body) is { Success: true } match && match.Groups["user"].Value == userId ? Number(match) : null;

    private static long Number(Match match) => long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:\[[0-9 :-]+\] )?(?:File from the client: )?(?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex ClientLine();

    [GeneratedRegex(@"^(?<user>u[0-9]+) #(?<number>[0-9]+) leaves$", RegexOptions.Multiline)]
    private static partial Regex PartingLine();

    [GeneratedRegex(@"(?:^|: )to (?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex ReplyLine();
}
