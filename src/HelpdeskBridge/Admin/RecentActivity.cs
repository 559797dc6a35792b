using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Counts and delays of the messages of the last hours, or of a part of them. Pure.</summary>
/// <param name="messages">The messages, in any order.</param>
/// <param name="now">The end of the time that is looked at.</param>
/// <param name="isCut">Whether there were more messages than were read, so that the oldest hours are missing.</param>
internal sealed class RecentActivity(IReadOnlyList<RecentMessage> messages, DateTimeOffset now, bool isCut)
{
    private const int Columns = 36;

    /// <summary>The time that is looked at.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(6);

    private static readonly TimeSpan ColumnWidth = Period / Columns;

    public RecentActivity Where(Func<RecentMessage, bool> predicate) => new([.. messages.Where(predicate)], now, isCut);

    public int Count => messages.Count;

    public int CountDelivered => messages.Count(message => message.State == MessageState.Delivered);

    public DateTimeOffset? LastToHelpdesk => GetLast(Direction.ToHelpdesk);

    public string PeriodInWords => isCut && messages.Count > 0
        ? "since " + messages.Min(message => message.AcceptedAt).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)
        : "in 6 h";

    /// <summary>The delay of one message in two, and the one that 19 of 20 do not exceed; null: none was delivered.</summary>
    public (TimeSpan Median, TimeSpan Slow)? GetDelays()
    {
        var delays = messages.Where(message => message is { State: MessageState.Delivered, SettledAt: not null })
            .Select(message => message.SettledAt!.Value - message.AcceptedAt).Order().ToList();
        return delays.Count == 0 ? null : (delays[GetRank(delays.Count, 50)], delays[GetRank(delays.Count, 95)]);
    }

    /// <summary>Both delays in words.</summary>
    public string GetDelaysInWords() => GetDelays() is var (median, slow)
        ? $"{Words.GetDuration(median)} / {Words.GetDuration(slow)}"
        : "nothing delivered yet";

    public ActivityChart CreateChart(string subject)
    {
        var start = now - Period;
        var byColumn = messages.ToLookup(message => Math.Clamp((int)((message.AcceptedAt - start) / ColumnWidth), 0, Columns - 1));
        var columns = Enumerable.Range(0, Columns).Select(i => CreateColumn(start + (i * ColumnWidth), [.. byColumn[i]])).ToList();
        var (toHelpdesk, toJaicp) = (columns.Sum(column => column.ToHelpdesk), columns.Sum(column => column.ToJaicp));
        var summary = messages.Count == 0
            ? $"{subject}: no messages {PeriodInWords}."
            : $"{subject}: {Words.GetCount(toHelpdesk, "message")} to the helpdesk and {Words.GetNumber(toJaicp)} to JAICP {PeriodInWords}, "
                + $"{Words.GetCount(columns.Sum(column => column.Dead), "dead letter")}.";
        return new ActivityChart(columns, summary);
    }

    private ActivityColumn CreateColumn(DateTimeOffset from, List<RecentMessage> part) => new(
        from,
        part.Count(message => message.Direction == Direction.ToHelpdesk),
        part.Count(message => message.Direction == Direction.ToJaicp),
        part.Count(message => message.State == MessageState.Dead),
        new RecentActivity(part, now, isCut).GetDelays() is var (_, slow) ? Words.GetDuration(slow) : null);

    private DateTimeOffset? GetLast(Direction direction) => messages.Where(message => message.Direction == direction)
        .Select(message => (DateTimeOffset?)message.AcceptedAt).Max();

    /// <summary>The nearest-rank method.</summary>
    private static int GetRank(int count, int percent) => Math.Max(0, (int)Math.Ceiling(count * percent / 100.0) - 1);
}
