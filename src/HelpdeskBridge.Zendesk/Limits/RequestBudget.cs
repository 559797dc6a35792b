namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>
/// The account's requests per minute, distributed before Zendesk has to refuse any. Each request books the earliest time that keeps every
/// window of one minute within the budget. The limits that Zendesk reports can only delay it. A request that took long counts from its
/// response, since Zendesk may have counted it that late. The class is pure: the caller passes the time.
/// </summary>
internal sealed class RequestBudget(int requestsPerMinute)
{
    private readonly MinuteWindow _account = new(requestsPerMinute);
    private readonly Dictionary<RequestKind, MinuteWindow> _shares = new()
    {
        [RequestKind.Sweep] = new(Math.Max(1, requestsPerMinute / 5)),
        [RequestKind.Availability] = new(Math.Max(1, requestsPerMinute / 10)),
        [RequestKind.Setup] = new(Math.Max(1, requestsPerMinute / 10)),
    };

    private ReportedLimit _accountLimit = ReportedLimit.None;
    private readonly Dictionary<RequestKind, ReportedLimit> _kindLimits = [];

    /// <summary>Decides when the request may be sent. Until <see cref="Settle"/>, it counts from that time.</summary>
    public Booking Book(RequestKind kind, DateTimeOffset now)
    {
        var earliest = _accountLimit.Take(now);
        if (_kindLimits.TryGetValue(kind, out var limit))
            earliest = Max(earliest, limit.Take(now));
        if (!_shares.TryGetValue(kind, out var share))
            return new Booking(kind, _account.Add(_account.GetEarliest(earliest), now));

        var at = GetEarliestInBoth(share, earliest);
        share.Add(at, now);
        return new Booking(kind, _account.Add(at, now));
    }

    /// <param name="booking">The request's place.</param>
    /// <param name="arrivedBy">The latest time at which the request can have reached Zendesk; null: it was not sent.</param>
    /// <param name="now">The current time.</param>
    public void Settle(Booking booking, DateTimeOffset? arrivedBy, DateTimeOffset now)
    {
        _account.Move(booking.At, arrivedBy, now);
        if (_shares.TryGetValue(booking.Kind, out var share))
            share.Move(booking.At, arrivedBy, now);
    }

    /// <summary>Takes over what a response says about a limit.</summary>
    public void Observe(LimitNotice notice, DateTimeOffset now)
    {
        var seen = new ReportedLimit(notice.Remaining, now + notice.ResetIn);
        if (notice.Kind is not { } kind)
            _accountLimit = _accountLimit.Merge(seen, now);
        else
            _kindLimits[kind] = _kindLimits.GetValueOrDefault(kind, ReportedLimit.None).Merge(seen, now);
    }

    /// <summary>How many requests were sent in the last minute, how many wait for their time, and how many a minute may have.</summary>
    public (int LastMinute, int Waiting, int PerMinute) GetUse(DateTimeOffset now)
    {
        var (lastMinute, later) = _account.Count(now);
        return (lastMinute, later, requestsPerMinute);
    }

    private DateTimeOffset GetEarliestInBoth(MinuteWindow share, DateTimeOffset at)
    {
        for (var before = DateTimeOffset.MinValue; at != before;)
        {
            before = at;
            at = _account.GetEarliest(share.GetEarliest(at));
        }

        return at;
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
