using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpdeskBridge.CrashTests.Recording;

/// <summary>The texts of a run. Each contains a number, so that it can be found again on the other side.</summary>
internal static partial class MessageText
{
    /// <summary>A client's text, and the name of a client's file.</summary>
    public static string CreateText(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"{userId} #{number}");

    /// <summary>The content of the client's file with this number.</summary>
    public static byte[] CreateFileContent(string userId, long number) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"content of {userId} #{number}"));

    /// <summary>The text with which a client closes the chat.</summary>
    public static string CreateClosingText(string userId, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{userId} #{number} leaves");

    /// <summary>An agent's public comment.</summary>
    public static string CreateReply(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"to {userId} #{number}");

    /// <summary>What a client says about the chat in a rating.</summary>
    public static string CreateRating(string userId, long number) => string.Create(CultureInfo.InvariantCulture, $"{userId} #{number} rates");

    /// <summary>An agent's internal note.</summary>
    public const string InternalNote = "between us agents";

    /// <summary>What the bot knows about the client and the agent must not see.</summary>
    public const string Hidden = "hidden from agents";

    /// <summary>Whether it contains what is hidden from agents.</summary>
    public static bool IsHidden(string text) => text.Contains(Hidden, StringComparison.Ordinal);

    /// <summary>Whether it is a notice to the client that something has not arrived.</summary>
    public static bool IsNoticeToClient(string text) => text
        is "Your message could not be delivered. Please try again later." or "Your file could not be delivered. Please try again later.";

    /// <summary>The score of the rating with this number.</summary>
    public static int GetScore(long number) => (int)(number % 101);

    /// <summary>The numbers of the files that a client's comment says are attached to it.</summary>
    public static IEnumerable<long> FindAttachedFiles(string body) =>
        body.Split('\n').Select(line => AttachedFileLine().Match(line)).Where(match => match.Success).Select(GetNumber);

    /// <summary>The numbers in a client's comment: one text or file per line, late ones with their time in front.</summary>
    /// <returns>Null when a line is none of the client's.</returns>
    public static IReadOnlyList<long>? FindClientMessages(string body, string userId)
    {
        var numbers = new List<long>();
        foreach (var line in body.Split('\n'))
        {
            if (ClientLine().Match(line) is { Success: true } match && match.Groups["user"].Value == userId)
                numbers.Add(GetNumber(match));
            else if (!FileLinkLine().IsMatch(line) && !line.StartsWith("The chat was handed over.", StringComparison.Ordinal))
                return null;
        }

        return numbers;
    }

    /// <summary>The number in the note that the client has closed the chat.</summary>
    public static long? FindClosingText(string body, string userId) =>
        ClosingLine().Match(body) is { Success: true } match && match.Groups["user"].Value == userId ? GetNumber(match) : null;

    /// <summary>The number in the note about a rating.</summary>
    public static long? FindRating(string? body, string userId) =>
        RatingLine().Match(body ?? "") is { Success: true } match && match.Groups["user"].Value == userId ? GetNumber(match) : null;

    /// <summary>The number in the value of a field that the bot's script has set.</summary>
    public static long? FindFieldValue(string? value, string userId) =>
        FieldValue().Match(value ?? "") is { Success: true } match && match.Groups["user"].Value == userId ? GetNumber(match) : null;

    /// <summary>The greatest number in a stored message. What changed at a hand-over has the number of the one before as well.</summary>
    public static long? FindGreatest(string storedBody, string userId) =>
        FindNumbers(storedBody, userId).Select(number => (long?)number).Max();

    /// <summary>All numbers in a text that are about a client.</summary>
    public static IEnumerable<long> FindNumbers(string text, string userId) =>
        AnyNumber().Matches(text).Where(match => match.Groups["user"].Value == userId).Select(GetNumber);

    /// <summary>The number of the hand-over whose context is in the note about the first one of a ticket.</summary>
    public static long? FindContext(string body, string userId) =>
        ContextLine().Match(body) is { Success: true } match && match.Groups["user"].Value == userId ? GetNumber(match) : null;

    /// <summary>The number of the hand-over that a note about a later one is for, and that of the one before.</summary>
    public static (long? Before, long? After) FindChangedContext(string body, string userId)
    {
        var match = ChangedContextLine().Match(body);
        if (!match.Success || match.Groups["user"].Value != userId)
            return (null, null);
        var before = match.Groups["before"];
        return (before.Success ? long.Parse(before.ValueSpan, CultureInfo.InvariantCulture) : null, GetNumber(match));
    }

    /// <summary>Whether a note says that another chat begins in the ticket.</summary>
    public static bool SaysThatAnotherChatBegins(string body) => body.Contains("another chat begins here", StringComparison.Ordinal);

    /// <summary>Whether a note says that the chat went back to the bot.</summary>
    public static bool SaysThatTheBotHasTheChat(string body) => body.StartsWith("The bot has the chat again", StringComparison.Ordinal);

    /// <summary>The number in an agent's reply, as it was written, or at the end of a note about it.</summary>
    public static long? FindReply(string body, string userId) =>
        ReplyLine().Match(body) is { Success: true } match && match.Groups["user"].Value == userId ? GetNumber(match) : null;

    private static long GetNumber(Match match) => long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:\[[0-9 :-]+\] )?(?:File from the client(?:, not attached \([a-z ]+\))?: )?(?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex ClientLine();

    [GeneratedRegex(@"(?<user>u[0-9]+) #(?<number>[0-9]+)")]
    private static partial Regex AnyNumber();

    [GeneratedRegex(@"File from the client: u[0-9]+ #(?<number>[0-9]+)$")]
    private static partial Regex AttachedFileLine();

    [GeneratedRegex(@"^http://127\.0\.0\.1:[0-9]+/files/[0-9]+/u[0-9]+%20%23[0-9]+$")]
    private static partial Regex FileLinkLine();

    [GeneratedRegex(@"^(?<user>u[0-9]+) #(?<number>[0-9]+) leaves$", RegexOptions.Multiline)]
    private static partial Regex ClosingLine();

    [GeneratedRegex(@"^(?<user>u[0-9]+) #(?<number>[0-9]+) rates$", RegexOptions.Multiline)]
    private static partial Regex RatingLine();

    [GeneratedRegex(@"^(?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex FieldValue();

    [GeneratedRegex(@"^visit: (?<user>u[0-9]+) #(?<number>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex ContextLine();

    [GeneratedRegex(@"^(?:\+ visit: |~ visit: u[0-9]+ #(?<before>[0-9]+) → )(?<user>u[0-9]+) #(?<number>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex ChangedContextLine();

    [GeneratedRegex(@"(?:^|: )to (?<user>u[0-9]+) #(?<number>[0-9]+)$")]
    private static partial Regex ReplyLine();
}
