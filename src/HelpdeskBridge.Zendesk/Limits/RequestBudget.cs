namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>Kinds of requests with limits of their own.</summary>
internal enum RequestKind
{
    /// <summary>Only the account's common limit.</summary>
    Other,

    CreateTicket,

    UpdateTicket,

    /// <summary>Looking for what webhooks lost: may wait, and takes at most a fifth of the budget.</summary>
    Sweep,

    /// <summary>Looking who is there, and when: may be late, and takes at most a tenth of the budget, so that no sweep waits for it.</summary>
    Availability,
}

/// <summary>What an answer says about a limit.</summary>
/// <param name="Kind">The kind it holds for; null: the whole account.</param>
/// <param name="Remaining">Requests left.</param>
/// <param name="ResetIn">When there are more.</param>
[GenerateSerializer, Immutable]
internal sealed record LimitNotice([property: Id(0)] RequestKind? Kind, [property: Id(1)] long Remaining, [property: Id(2)] TimeSpan ResetIn);

/// <summary>A request's place in the budget.</summary>
/// <param name="Kind">What kind of request took it.</param>
/// <param name="At">The moment it was booked for.</param>
[GenerateSerializer, Immutable]
internal readonly record struct Booking([property: Id(0)] RequestKind Kind, [property: Id(1)] DateTimeOffset At);

/// <summary>
/// The account's requests per minute, handed out before Zendesk has to refuse. Each request books the earliest moment that keeps every
/// window of a minute within the budget; what Zendesk's headers say can only make it later. A request that took long to get there counts
/// from its answer, since Zendesk may have counted it that late. Pure: the caller brings the time.
/// </summary>
internal sealed class RequestBudget(int requestsPerMinute)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Window _all = new(requestsPerMinute);
    private readonly Dictionary<RequestKind, Window> _shares = new()
    {
        [RequestKind.Sweep] = new(Math.Max(1, requestsPerMinute / 5)),
        [RequestKind.Availability] = new(Math.Max(1, requestsPerMinute / 10)),
    };

    private readonly Dictionary<RequestKind, Limit> _limits = [];
    private Limit _account = Limit.None;

    /// <summary>When the request may be sent; until it is settled it counts from then.</summary>
    public Booking Book(RequestKind kind, DateTimeOffset now) => new(kind, Place(kind, now));

    /// <param name="booking">The place.</param>
    /// <param name="arrivedBy">When the request had arrived at the latest; null: it never left.</param>
    /// <param name="now">Now.</param>
    public void Settle(Booking booking, DateTimeOffset? arrivedBy, DateTimeOffset now)
    {
        _all.Move(booking.At, arrivedBy, now);
        if (_shares.TryGetValue(booking.Kind, out var share))
            share.Move(booking.At, arrivedBy, now);
    }

    private DateTimeOffset Place(RequestKind kind, DateTimeOffset now)
    {
        var at = _account.Take(now);
        if (_limits.TryGetValue(kind, out var limit))
            at = Later(at, limit.Take(now));
        if (!_shares.TryGetValue(kind, out var share))
            return _all.Add(_all.Earliest(at), now);

        // A moment that suits both.
        for (var asked = DateTimeOffset.MinValue; at != asked;)
        {
            asked = at;
            at = _all.Earliest(share.Earliest(at));
        }

        return _all.Add(share.Add(at, now), now);
    }

    public void Observe(LimitNotice notice, DateTimeOffset now)
    {
        // Answers overtake each other: within one window the lower number is the newer one.
        var seen = new Limit(notice.Remaining, now + notice.ResetIn);
        if (notice.Kind is not { } kind)
            _account = _account.Merge(seen, now);
        else
            _limits[kind] = _limits.GetValueOrDefault(kind, Limit.None).Merge(seen, now);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>At most so many bookings in any minute. One for later leaves the places before it to others.</summary>
    private sealed class Window(int max)
    {
        /// <summary>In the order of their times.</summary>
        private readonly List<DateTimeOffset> _booked = [];

        public DateTimeOffset Earliest(DateTimeOffset at)
        {
            for (var first = 0; first + max <= _booked.Count; first++)
            {
                // As many as a minute takes: with this one it would be one more.
                var last = _booked[first + max - 1];
                if (Later(last, at) - (_booked[first] < at ? _booked[first] : at) < Minute)
                    at = _booked[first] + Minute;
            }

            return at;
        }

        public void Move(DateTimeOffset from, DateTimeOffset? to, DateTimeOffset now)
        {
            var place = _booked.BinarySearch(from);
            if (place < 0)
                return;
            _booked.RemoveAt(place);
            if (to is { } later)
                Add(later, now);
        }

        public DateTimeOffset Add(DateTimeOffset at, DateTimeOffset now)
        {
            _booked.RemoveAll(booked => now - booked >= Minute);
            var place = _booked.BinarySearch(at);
            _booked.Insert(place < 0 ? ~place : place, at);
            return at;
        }
    }

    private sealed class Limit(long remaining, DateTimeOffset resetAt)
    {
        private long _remaining = remaining;

        public static Limit None => new(long.MaxValue, DateTimeOffset.MinValue);

        public DateTimeOffset Take(DateTimeOffset now)
        {
            if (now >= resetAt)
                return now;
            _remaining--;
            return _remaining >= 0 ? now : resetAt;
        }

        public Limit Merge(Limit seen, DateTimeOffset now) => now < resetAt && seen._remaining > _remaining ? this : seen;
    }
}
