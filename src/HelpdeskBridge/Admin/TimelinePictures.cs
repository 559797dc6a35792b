using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Draws the timeline of a conversation: where each message was at which time. Pure.</summary>
internal static class TimelinePictures
{
    private const int Left = 96;
    private const int Right = 40;
    private const int MinWidth = 620;
    private const int MaxWidth = 2400;
    private const int RowHeight = 14;
    private const int LabelWidth = 66;
    private const int JaicpRail = 44;
    private const int BridgeTop = 72;
    private const double PauseAtLeast = 7;
    private const double Stretch = 15;
    private const double MaxStretch = 2.5;

    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="attempts">Their attempts.</param>
    /// <param name="now">The end of the line of a message that waits.</param>
    public static TimelinePicture Create(IReadOnlyList<TimelineMessage> messages, ILookup<string, TimelineAttempt> attempts, DateTimeOffset now)
    {
        var axis = new Axis(
            messages.SelectMany(message => attempts[message.Id].Select(attempt => attempt.EndedAt).Append(message.AcceptedAt)
                .Append(GetEnd(message, now))));
        var rowEnds = new List<double>();
        var lines = messages.Select(message => CreateLine(message, attempts[message.Id], axis, rowEnds, now)).ToList();
        var bottom = BridgeTop + (Math.Max(1, rowEnds.Count) * RowHeight) + 8;
        return new TimelinePicture(axis.Width, bottom + 44, JaicpRail, BridgeTop, bottom, bottom + 28)
        {
            Summary = GetSummary(messages),
            Ticks = CreateTicks(messages, axis),
            Lines = lines,
            Now = messages.Any(message => message.IsWaiting) ? axis.GetX(now) : null,
        };
    }

    private static PictureLine CreateLine(
        TimelineMessage message, IEnumerable<TimelineAttempt> attempts, Axis axis, List<double> rowEnds, DateTimeOffset now)
    {
        var (start, end) = (axis.GetX(message.AcceptedAt), axis.GetX(GetEnd(message, now)));
        var row = rowEnds.FindIndex(taken => taken < start);
        if (row < 0)
        {
            row = rowEnds.Count;
            rowEnds.Add(0);
        }

        rowEnds[row] = end + 10;
        var (state, level) = Words.GetState(message.State);
        var took = Words.GetDuration(GetEnd(message, now) - message.AcceptedAt);
        return new PictureLine(
            message.Id, $"{Words.GetKind(message.Kind)}, {state.ToLowerInvariant()}, {took}", message.Direction == Direction.ToHelpdesk, level)
        {
            Start = start,
            End = end,
            Row = BridgeTop + 4 + ((row + 0.5) * RowHeight),
            Failures = [.. attempts.Where(IsFailure).Select(attempt => axis.GetX(attempt.EndedAt)).Where(x => x < end || message.IsWaiting)],
            IsDelivered = message.State == MessageState.Delivered,
            IsWaiting = message.IsWaiting,
        };
    }

    private static bool IsFailure(TimelineAttempt attempt) => Words.GetOutcome(attempt.Outcome).Level is Level.Waiting or Level.Alarm;

    private static DateTimeOffset GetEnd(TimelineMessage message, DateTimeOffset now) => message.IsWaiting ? now : message.SettledAt ?? now;

    private static List<PictureTick> CreateTicks(IReadOnlyList<TimelineMessage> messages, Axis axis)
    {
        var ticks = new List<PictureTick>();
        foreach (var at in messages.Select(message => message.AcceptedAt))
        {
            var x = axis.GetX(at);
            if (ticks.Count == 0 || x - ticks[^1].X >= LabelWidth)
                ticks.Add(new PictureTick(x, at.ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
        }

        return ticks;
    }

    private static string GetSummary(IReadOnlyList<TimelineMessage> messages)
    {
        var toHelpdesk = messages.Count(message => message.Direction == Direction.ToHelpdesk);
        return $"{Words.GetCount(toHelpdesk, "message")} to the helpdesk and {Words.GetNumber(messages.Count - toHelpdesk)} to JAICP: "
            + $"{Words.GetNumber(messages.Count(message => message.State == MessageState.Delivered))} delivered, "
            + $"{Words.GetNumber(messages.Count(message => message.IsWaiting))} waiting, "
            + $"{Words.GetCount(messages.Count(message => message.State == MessageState.Dead), "dead letter")}. "
            + "The list below says the same in words.";
    }

    /// <summary>Times as places from left to right. A pause takes the more room the longer it was, but only by its logarithm.</summary>
    private sealed class Axis
    {
        private readonly Dictionary<DateTimeOffset, double> _places = [];

        public Axis(IEnumerable<DateTimeOffset> times)
        {
            var (x, before) = (0.0, (DateTimeOffset?)null);
            foreach (var time in times.Distinct().Order())
            {
                x += before is { } last ? PauseAtLeast + (Stretch * Math.Log2(1 + (time - last).TotalSeconds)) : 0;
                _places[time] = x;
                before = time;
            }

            Width = (int)Math.Clamp(x + Left + Right, MinWidth, MaxWidth);
            Scale = x > 0 ? Math.Min((Width - Left - Right) / x, MaxStretch) : 1;
        }

        public int Width { get; }

        private double Scale { get; }

        public double GetX(DateTimeOffset time) => Math.Round(Left + 12 + (_places.GetValueOrDefault(time) * Scale * 0.98), 1);
    }
}
