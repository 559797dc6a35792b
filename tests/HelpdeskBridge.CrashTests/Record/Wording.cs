using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.CrashTests.Record;

/// <summary>What people say in a run: numbered, so that every word can be found again on the other side.</summary>
internal static partial class Wording
{
    public static string Text(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"{userId} #{number}");

    /// <summary>What is in the client's file of this number; its name is <see cref="Text"/>.</summary>
    public static byte[] File(string userId, long number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"content of {userId} #{number}"));

    /// <summary>The numbers of the files that a client's comment says are attached to it.</summary>
    public static IEnumerable<long> AttachedIn(string body) => body.Split('\n').Select(line => FileLine().Match(line)).Where(match => match.Success).Select(Number);

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
            else if (!LinkOfFile().IsMatch(line) && !line.StartsWith("The chat was handed over.", StringComparison.Ordinal))
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

    [GeneratedRegex(@"^(?:\[[0-9 :-]+\] )?(?:File from the client(?:, not attached \([a-z ]+\))?: )?(?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex ClientLine();

    [GeneratedRegex(@"File from the client: u[0-9]+ #(?<number>[0-9]+)$")]
    private static partial Regex FileLine();

    [GeneratedRegex(@"^http://127\.0\.0\.1:[0-9]+/files/[0-9]+/u[0-9]+%20%23[0-9]+$")]
    private static partial Regex LinkOfFile();

    [GeneratedRegex(@"^(?<user>u[0-9]+) #(?<number>[0-9]+) leaves$", RegexOptions.Multiline)]
    private static partial Regex PartingLine();

    [GeneratedRegex(@"(?:^|: )to (?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex ReplyLine();
}
