using System.Globalization;
using HelpdeskBridge.Admin.Pages;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Admin;

/// <summary>Draws the timeline of a conversation: where each message was at which time. Pure.</summary>
internal static class TimelinePictures
{
    private const int Left = 96;
    private const int Right = 60;
    private const int MinWidth = 1190;
    private const int MaxWidth = 2400;
    private const int RowHeight = 14;
    private const int LabelWidth = 66;
    private const int JaicpRail = 44;
    private const int BridgeTop = 72;
    private const double PauseAtLeast = 7;
    private const double Stretch = 15;
    private const double MaxStretch = 8;
    private const double LineGap = 5;

    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="attempts">Their attempts.</param>
    /// <param name="now">The current time.</param>
    public static TimelinePicture Create(IReadOnlyList<TimelineMessage> messages, ILookup<string, TimelineAttempt> attempts, DateTimeOffset now)
    {
        var hasNow = messages.Any(message => message.IsWaiting);
        var axis = new Axis(messages.SelectMany(message => attempts[message.Id].Select(attempt => attempt.EndedAt)
            .Append(message.AcceptedAt).Append(message.SettledAt ?? message.AcceptedAt)), hasNow ? now : null);
        var room = new Room();
        var lines = messages.Select(message => CreateLine(message, attempts[message.Id], axis, room, now)).ToList();
        var bottom = BridgeTop + (Math.Max(1, room.Rows) * RowHeight) + 8;
        return new TimelinePicture(axis.Width, bottom + 44, JaicpRail, BridgeTop, bottom, bottom + 28)
        {
            Summary = GetSummary(messages),
            Ticks = CreateTicks(messages, axis),
            Lines = lines,
            Now = hasNow ? axis.Now : null,
        };
    }

    private static PictureLine CreateLine(
        TimelineMessage message, IEnumerable<TimelineAttempt> attempts, Axis axis, Room room, DateTimeOffset now)
    {
        var start = room.TakeVertical(axis.GetX(message.AcceptedAt));
        var isDelivered = message.State == MessageState.Delivered;
        var end = Math.Max(start, message.IsWaiting ? axis.Now : axis.GetX(message.SettledAt ?? message.AcceptedAt));
        if (isDelivered)
            end = room.TakeVertical(end);
        var (state, level) = Words.GetState(message.State);
        var took = Words.GetDuration((message.SettledAt ?? now) - message.AcceptedAt);
        return new PictureLine(
            message.Id, $"{Words.GetKind(message.Kind)}, {state.ToLowerInvariant()}, {took}", message.Direction == Direction.ToHelpdesk, level)
        {
            Start = start,
            End = end,
            Row = BridgeTop + 4 + ((room.TakeRow(start, end) + 0.5) * RowHeight),
            Failures = [.. attempts.Where(IsFailure).Select(attempt => Math.Max(start, axis.GetX(attempt.EndedAt))).Where(x => x < end - 1)],
            IsDelivered = isDelivered,
            IsWaiting = message.IsWaiting,
        };
    }

    private static bool IsFailure(TimelineAttempt attempt) => Words.GetOutcome(attempt.Outcome).Level is Level.Waiting or Level.Alarm;

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
        private readonly double _scale;
        private readonly double _end;

        public Axis(IEnumerable<DateTimeOffset> times, DateTimeOffset? now)
        {
            var (x, before) = (0.0, (DateTimeOffset?)null);
            foreach (var time in times.Distinct().Order())
            {
                x += before is { } last ? GetRoom(time - last) : 0;
                _places[time] = x;
                before = time;
            }

            _end = now is { } end && before is { } latest ? x + GetRoom(end - latest) : x;
            Width = (int)Math.Clamp(_end + Left + Right, MinWidth, MaxWidth);
            _scale = _end > 0 ? Math.Min((Width - Left - Right) / _end, MaxStretch) : 1;
        }

        public int Width { get; }

        /// <summary>The place of the present, to the right of everything that has happened.</summary>
        public double Now => Place(_end);

        public double GetX(DateTimeOffset time) => Place(_places.GetValueOrDefault(time));

        private double Place(double x) => Math.Round(Left + 12 + (x * _scale), 1);

        private static double GetRoom(TimeSpan pause) => PauseAtLeast + (Stretch * Math.Log2(1 + Math.Max(0, pause.TotalSeconds)));
    }

    /// <summary>Where there is room: no two lines are drawn upon each other.</summary>
    private sealed class Room
    {
        private readonly List<double> _verticals = [];
        private readonly List<double> _rowEnds = [];

        public int Rows => _rowEnds.Count;

        /// <returns>A place for a line up or down, at or right of this one.</returns>
        public double TakeVertical(double x)
        {
            while (_verticals.Exists(taken => Math.Abs(taken - x) < LineGap))
                x += LineGap;
            _verticals.Add(x);
            return x;
        }

        /// <returns>The number of a row that is free from one place to another.</returns>
        public int TakeRow(double start, double end)
        {
            var row = _rowEnds.FindIndex(taken => taken < start);
            if (row < 0)
            {
                row = _rowEnds.Count;
                _rowEnds.Add(0);
            }

            _rowEnds[row] = end + 10;
            return row;
        }
    }
}
