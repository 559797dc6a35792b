using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Says in words what the store says in numbers and names.</summary>
internal static class Words
{
    /// <summary>A duration, such as "340 ms", "2.4 s", "3 min 20 s" or "2 d 5 h".</summary>
    public static string GetDuration(TimeSpan time)
    {
        time = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        return time switch
        {
            { TotalSeconds: < 1 } => Format($"{time.TotalMilliseconds:0} ms"),
            { TotalSeconds: < 10 } => Format($"{time.TotalSeconds:0.0} s"),
            { TotalMinutes: < 1 } => Format($"{Math.Floor(time.TotalSeconds):0} s"),
            { TotalHours: < 1 } => Join(time.Minutes, "min", time.Seconds, "s"),
            { TotalDays: < 1 } => Join(time.Hours, "h", time.Minutes, "min"),
            _ => Join((int)time.TotalDays, "d", time.Hours, "h"),
        };
    }

    public static string GetAgo(DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromSeconds(1) ? "just now" : GetDuration(now - at) + " ago";

    /// <summary>When something is due, seen from now.</summary>
    public static string GetUntil(DateTimeOffset at, DateTimeOffset now) => at <= now ? "now" : "in " + GetDuration(at - now);

    public static string GetCount(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many ?? one + "s")}");

    public static string GetNumber(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string GetDirection(Direction direction) => direction == Direction.ToHelpdesk ? "To the helpdesk" : "To JAICP";

    /// <summary>A kind of message, such as "Client text" for ClientText.</summary>
    public static string GetKind(string kind)
    {
        var words = kind.Select((letter, i) => i > 0 && char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString());
        return string.Concat(words);
    }

    public static (string Words, Level Level) GetState(MessageState state) => state switch
    {
        MessageState.Pending => ("Waiting", Level.Waiting),
        MessageState.Sending => ("Being sent", Level.Waiting),
        MessageState.Delivered => ("Delivered", Level.Good),
        MessageState.Dead => ("Dead letter", Level.Alarm),
        _ => ("Discarded", Level.Quiet),
    };

    /// <summary>What an attempt came to.</summary>
    public static (string Words, Level Level) GetOutcome(string outcome) => outcome switch
    {
        AttemptOutcome.Delivered => ("Delivered", Level.Good),
        AttemptOutcome.Retry => ("Not accepted", Level.Waiting),
        AttemptOutcome.Unknown => ("Answer lost", Level.Waiting),
        AttemptOutcome.LookupFailed => ("Could not be looked up", Level.Waiting),
        AttemptOutcome.NotFoundYet => ("Looked up, not there yet", Level.Waiting),
        AttemptOutcome.TicketOver => ("The ticket is over", Level.Waiting),
        AttemptOutcome.TicketMerged => ("The ticket was merged", Level.Waiting),
        AttemptOutcome.TicketFound => ("The ticket was found", Level.Good),
        AttemptOutcome.Dropped => ("Dropped, no reason left to send it", Level.Quiet),
        AttemptOutcome.Failed => ("Given up", Level.Alarm),
        _ => (outcome, Level.Quiet),
    };

    private static string Join(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? Format($"{large} {largeUnit}") : Format($"{large} {largeUnit} {small} {smallUnit}");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
