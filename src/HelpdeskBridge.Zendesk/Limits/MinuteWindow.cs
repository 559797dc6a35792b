namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>Allows at most <paramref name="max"/> bookings in any minute. A booking for later leaves the time before it to others.</summary>
internal sealed class MinuteWindow(int max)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Sorted.</summary>
    private readonly List<DateTimeOffset> _booked = [];

    /// <summary>The earliest time, not before <paramref name="at"/>, at which one more booking is allowed.</summary>
    public DateTimeOffset GetEarliest(DateTimeOffset at)
    {
        for (var first = 0; first + max <= _booked.Count; first++)
        {
            // These are as many bookings as a minute allows. If the new one would fall into the same minute, it moves behind it.
            var last = _booked[first + max - 1];
            var begin = _booked[first] < at ? _booked[first] : at;
            var end = last > at ? last : at;
            if (end - begin < Minute)
                at = _booked[first] + Minute;
        }

        return at;
    }

    /// <summary>How many bookings lie within the last minute, and how many later than now.</summary>
    public (int LastMinute, int Later) Count(DateTimeOffset now) => (
        _booked.Count(booked => booked <= now && now - booked < Minute), _booked.Count(booked => booked > now));

    /// <returns><paramref name="at"/>.</returns>
    public DateTimeOffset Add(DateTimeOffset at, DateTimeOffset now)
    {
        _booked.RemoveAll(booked => now - booked >= Minute);
        var index = _booked.BinarySearch(at);
        _booked.Insert(index < 0 ? ~index : index, at);
        return at;
    }

    /// <summary>Moves a booking to another time, or removes it.</summary>
    public void Move(DateTimeOffset from, DateTimeOffset? to, DateTimeOffset now)
    {
        var index = _booked.BinarySearch(from);
        if (index < 0)
            return;
        _booked.RemoveAt(index);
        if (to is { } at)
            Add(at, now);
    }
}
