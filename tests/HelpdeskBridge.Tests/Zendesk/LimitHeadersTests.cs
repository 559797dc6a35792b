using System.Net;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Limits;

namespace HelpdeskBridge.Tests.Zendesk;

public sealed class LimitHeadersTests
{
    private static readonly DateTimeOffset Now = ConversationFixture.Start;

    public static TheoryData<LimitHeadersCase> AccountHeaders { get; } =
    [
        Ok(["X-Rate-Limit: 400", "X-Rate-Limit-Remaining: 12", "ratelimit-reset: 41"], Everything(remaining: 12, resetInSeconds: 41)),
        Ok(["x-rate-limit-remaining: 0", "RateLimit-Reset: 41"], Everything(remaining: 0, resetInSeconds: 41)),
        Ok(["X-RATE-LIMIT-REMAINING: 49", "RATELIMIT-RESET: 1"], Everything(remaining: 49, resetInSeconds: 1)),
        Ok(["X-Rate-Limit-Remaining: 50", "ratelimit-reset: 41"]),
        Ok(["X-Rate-Limit-Remaining: 399", "ratelimit-reset: 41"]),
        Ok(["X-Rate-Limit-Remaining: 12"]),
        Ok(["ratelimit-reset: 41"]),
        Ok([]),
    ];

    [Theory]
    [MemberData(nameof(AccountHeaders))]
    public void The_accounts_headers_limit_all_requests(LimitHeadersCase row) => row.Verify();

    public static TheoryData<LimitHeadersCase> EndpointHeaders { get; } =
    [
        Ok(["Zendesk-RateLimit-Tickets-Create: total=100; remaining=3; resets=20"], NewTickets(remaining: 3, resetInSeconds: 20)),
        Ok(["zendesk-ratelimit-tickets-create: total=100; remaining=3; resets=20"], NewTickets(remaining: 3, resetInSeconds: 20)),
        Ok(["ZENDESK-RATELIMIT-TICKETS-INDEX: TOTAL=100; REMAINING=0; RESETS=20"], NewTickets(remaining: 0, resetInSeconds: 20)),
        Ok(["zendesk-ratelimit-x: resets=20;remaining=3"], NewTickets(remaining: 3, resetInSeconds: 20)),
        Ok(["zendesk-ratelimit-x: total=100; remaining=50; resets=20"]),
        Ok(["zendesk-ratelimit-x: remaining=3; resets=20", "zendesk-ratelimit-y: remaining=7; resets=9"],
            NewTickets(remaining: 3, resetInSeconds: 20), NewTickets(remaining: 7, resetInSeconds: 9)),
        Ok(["zendesk-ratelimit-x: remaining=3; resets=20", "X-Rate-Limit-Remaining: 12", "ratelimit-reset: 41"],
            NewTickets(remaining: 3, resetInSeconds: 20), Everything(remaining: 12, resetInSeconds: 41)),
    ];

    [Theory]
    [MemberData(nameof(EndpointHeaders))]
    public void An_endpoints_header_limits_requests_of_its_kind(LimitHeadersCase row) => row.Verify();

    [Theory]
    [InlineData("zendesk-ratelimit-per-ticket-updates: total=30; remaining=0; resets=300")]
    [InlineData("Zendesk-RateLimit-Per-Ticket-Updates: total=30; remaining=0; resets=300")]
    public void A_limit_of_one_ticket_limits_nothing_else(string header)
    {
        Read([header], RequestKind.UpdateTicket).ShouldBeEmpty();
        Read([header, "Retry-After: 300"], RequestKind.UpdateTicket, HttpStatusCode.TooManyRequests).ShouldBeEmpty();
        Read([header, "Retry-After: 300"], RequestKind.Other, HttpStatusCode.TooManyRequests).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zendesk-ratelimit-x: soon")]
    [InlineData("zendesk-ratelimit-x: remaining=few; resets=20")]
    [InlineData("zendesk-ratelimit-x: remaining=3")]
    [InlineData("zendesk-ratelimit-x: resets=20")]
    [InlineData("zendesk-ratelimit-x: ;;=;remaining;resets=")]
    [InlineData("zendesk-ratelimit-x: remaining=99999999999999999999; resets=20")]
    [InlineData("X-Rate-Limit-Remaining: none", "ratelimit-reset: 41")]
    [InlineData("X-Rate-Limit-Remaining: 12", "ratelimit-reset: Mon, 23 Nov 2026 10:00:00 GMT")]
    [InlineData("X-Rate-Limit-Remaining: 12", "X-Rate-Limit-Remaining: 13", "ratelimit-reset: 41")]
    [InlineData("ratelimit-x: remaining=3; resets=20")]
    public void Headers_that_make_no_sense_are_ignored(params string[] headers) => Read(headers).ShouldBeEmpty();

    [Theory]
    [InlineData("zendesk-ratelimit-x: remaining=0; resets=9223372036854775807")]
    [InlineData("X-Rate-Limit-Remaining: 0", "ratelimit-reset: 9223372036854775807")]
    [InlineData("X-Rate-Limit-Remaining: 0", "ratelimit-reset: 1795428000")]
    [InlineData("zendesk-ratelimit-x: remaining=0; resets=1795428000")]
    public void A_reset_that_can_not_be_meant_delays_nothing_by_more_than_an_hour(params string[] headers) =>
        Read(headers).ShouldAllBe(notice => notice.ResetIn <= TimeSpan.FromHours(1));

    [Fact]
    public void A_retry_after_that_can_not_be_meant_delays_nothing_by_more_than_an_hour() =>
        Read(["Retry-After: 99999999"], RequestKind.Other, HttpStatusCode.TooManyRequests)
            .ShouldHaveSingleItem().ResetIn.ShouldBe(TimeSpan.FromHours(1));

    public static TheoryData<LimitHeadersCase> Refusals { get; } =
    [
        TooManyRequests(RequestKind.CreateTicket, ["Retry-After: 17"], Everything(remaining: 0, resetInSeconds: 17)),
        TooManyRequests(RequestKind.Other, ["Retry-After: 17"], Everything(remaining: 0, resetInSeconds: 17)),
        TooManyRequests(RequestKind.Sweep, ["Retry-After: 17"], Everything(remaining: 0, resetInSeconds: 17)),
        TooManyRequests(RequestKind.UpdateTicket, ["Retry-After: 17"]),
        TooManyRequests(RequestKind.Other, ["Retry-After: Mon, 23 Nov 2026 10:00:30 GMT"], Everything(remaining: 0, resetInSeconds: 30)),
        TooManyRequests(RequestKind.Other, ["Retry-After: Mon, 23 Nov 2026 09:00:00 GMT"]),
        TooManyRequests(RequestKind.Other, ["Retry-After: 0"]),
        TooManyRequests(RequestKind.Other, ["Retry-After: soon"]),
        TooManyRequests(RequestKind.Other, []),
        TooManyRequests(
            RequestKind.Other, ["Retry-After: 17", "X-Rate-Limit-Remaining: 0", "ratelimit-reset: 41"], Everything(remaining: 0, resetInSeconds: 41)),
        TooManyRequests(RequestKind.Other, ["Retry-After: 17", "X-Rate-Limit-Remaining: 300"]),
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_for_a_limit_that_no_header_names_makes_everything_wait(LimitHeadersCase row) => row.Verify();

    [Fact]
    public void Retry_after_of_another_answer_is_no_limit() =>
        Read(["Retry-After: 17"], RequestKind.Other, HttpStatusCode.ServiceUnavailable).ShouldBeEmpty();

    /// <summary>Headers as a broken proxy may send them.</summary>
    public static Arbitrary<string[]> Headers()
    {
        var name = Gen.Elements(
            "X-Rate-Limit-Remaining", "X-Rate-Limit", "ratelimit-reset", "RateLimit-Remaining", "Retry-After", "zendesk-ratelimit-tickets-create",
            "zendesk-ratelimit-",
            "zendesk-ratelimit-per-ticket-updates");
        var part = Gen.Elements("remaining", "resets", "total", "=", "=", ";", ";", " ", ",", "0", "3", "41", "-1", "9223372036854775807",
            "99999999999999999999", "1.5", "Mon, 23 Nov 2026 10:00:30 GMT", "é", "\t");
        var value = Gen.ListOf(part).Select(parts => string.Concat(parts));
        var likely = from remaining in Gen.Choose(-5, 60)
                     from resets in Gen.OneOf(Gen.Choose(-5, 5), Gen.Choose(0, 90_000))
                     select $"remaining={remaining}; resets={resets}";
        return Gen.ListOf(from n in name from v in Gen.OneOf(value, likely) select $"{n}: {v}").Select(headers => headers.ToArray()).ToArbitrary();
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(LimitHeadersTests)])]
    public void Whatever_the_headers_are_no_notice_is_out_of_range(string[] headers, bool refused)
    {
        foreach (var kind in Enum.GetValues<RequestKind>())
        {
            foreach (var notice in Read(headers, kind, refused ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK))
            {
                notice.ResetIn.ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(1));
                notice.Remaining.ShouldBeLessThan(50);
                notice.Kind.ShouldBeOneOf(null, kind);
            }
        }
    }

    private static LimitHeadersCase Ok(string[] headers, params LimitNotice[] expected) =>
        new(HttpStatusCode.OK, RequestKind.CreateTicket, headers, expected);

    private static LimitHeadersCase TooManyRequests(RequestKind kind, string[] headers, params LimitNotice[] expected) =>
        new(HttpStatusCode.TooManyRequests, kind, headers, expected);

    private static LimitNotice Everything(int remaining, int resetInSeconds) => new(null, remaining, TimeSpan.FromSeconds(resetInSeconds));

    private static LimitNotice NewTickets(int remaining, int resetInSeconds) =>
        new(RequestKind.CreateTicket, remaining, TimeSpan.FromSeconds(resetInSeconds));

    private static List<LimitNotice> Read(
        string[] headers, RequestKind kind = RequestKind.CreateTicket, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = new HttpResponseMessage(status);
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            response.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 2)..]);
        }

        return [.. LimitHeaders.Read(response, kind, Now)];
    }

    /// <summary>An answer to a request, and the limits that its headers announce.</summary>
    public sealed class LimitHeadersCase
    {
        private readonly HttpStatusCode _status;
        private readonly RequestKind _kind;
        private readonly string[] _headers;
        private readonly LimitNotice[] _expected;

        internal LimitHeadersCase(HttpStatusCode status, RequestKind kind, string[] headers, LimitNotice[] expected) =>
            (_status, _kind, _headers, _expected) = (status, kind, headers, expected);

        public void Verify() => Read(_headers, _kind, _status).ShouldBe(_expected, ignoreOrder: false, ToString());

        public override string ToString()
        {
            var limits = _expected.Select(
                notice => $"{notice.Remaining} left for {notice.Kind?.ToString() ?? "everything"} for {notice.ResetIn.TotalSeconds} s");
            return $"{_status} for {_kind} with [{string.Join(" | ", _headers)}] means [{string.Join(" | ", limits)}]";
        }
    }
}
