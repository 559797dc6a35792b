using System.Net;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Zendesk.Limits;

namespace HelpdeskBridge.Tests.Rules;

public sealed class LimitHeadersTests
{
    private static readonly DateTimeOffset Now = ConversationFixture.Start;

    /// <summary>Notices as "kind remaining/seconds"; "all" is the account.</summary>
    [Theory]
    [InlineData("X-Rate-Limit: 400|X-Rate-Limit-Remaining: 12|ratelimit-reset: 41", "all 12/41")]
    [InlineData("x-rate-limit-remaining: 0|RateLimit-Reset: 41", "all 0/41")]
    [InlineData("X-RATE-LIMIT-REMAINING: 49|RATELIMIT-RESET: 1", "all 49/1")]
    [InlineData("X-Rate-Limit-Remaining: 50|ratelimit-reset: 41", "")]
    [InlineData("X-Rate-Limit-Remaining: 399|ratelimit-reset: 41", "")]
    [InlineData("X-Rate-Limit-Remaining: 12", "")]
    [InlineData("ratelimit-reset: 41", "")]
    [InlineData("", "")]
    public void The_accounts_headers_tell_what_is_left_for_everything(string headers, string notices) => Read(headers).ShouldBe(notices);

    [Theory]
    [InlineData("Zendesk-RateLimit-Tickets-Create: total=100; remaining=3; resets=20", "CreateTicket 3/20")]
    [InlineData("zendesk-ratelimit-tickets-create: total=100; remaining=3; resets=20", "CreateTicket 3/20")]
    [InlineData("ZENDESK-RATELIMIT-TICKETS-INDEX: TOTAL=100; REMAINING=0; RESETS=20", "CreateTicket 0/20")]
    [InlineData("zendesk-ratelimit-x: resets=20;remaining=3", "CreateTicket 3/20")]
    [InlineData("zendesk-ratelimit-x: total=100; remaining=50; resets=20", "")]
    [InlineData("zendesk-ratelimit-x: remaining=3; resets=20|zendesk-ratelimit-y: remaining=7; resets=9", "CreateTicket 3/20,CreateTicket 7/9")]
    [InlineData("zendesk-ratelimit-x: remaining=3; resets=20|X-Rate-Limit-Remaining: 12|ratelimit-reset: 41", "CreateTicket 3/20,all 12/41")]
    public void An_endpoints_header_holds_for_requests_of_its_kind(string headers, string notices) => Read(headers).ShouldBe(notices);

    [Theory]
    [InlineData("zendesk-ratelimit-per-ticket-updates: total=30; remaining=0; resets=300")]
    [InlineData("Zendesk-RateLimit-Per-Ticket-Updates: total=30; remaining=0; resets=300")]
    public void A_limit_of_one_ticket_holds_nothing_else_up(string header)
    {
        Read(header, RequestKind.UpdateTicket).ShouldBe("");
        Read(header + "|Retry-After: 300", RequestKind.UpdateTicket, HttpStatusCode.TooManyRequests).ShouldBe("");
        Read(header + "|Retry-After: 300", RequestKind.Other, HttpStatusCode.TooManyRequests).ShouldBe("");
    }

    [Theory]
    [InlineData("zendesk-ratelimit-x: soon")]
    [InlineData("zendesk-ratelimit-x: remaining=few; resets=20")]
    [InlineData("zendesk-ratelimit-x: remaining=3")]
    [InlineData("zendesk-ratelimit-x: resets=20")]
    [InlineData("zendesk-ratelimit-x: ;;=;remaining;resets=")]
    [InlineData("zendesk-ratelimit-x: remaining=99999999999999999999; resets=20")]
    [InlineData("X-Rate-Limit-Remaining: none|ratelimit-reset: 41")]
    [InlineData("X-Rate-Limit-Remaining: 12|ratelimit-reset: Mon, 23 Nov 2026 10:00:00 GMT")]
    [InlineData("X-Rate-Limit-Remaining: 12|X-Rate-Limit-Remaining: 13|ratelimit-reset: 41")]
    [InlineData("ratelimit-x: remaining=3; resets=20")]
    public void Junk_is_no_notice(string headers) => Read(headers).ShouldBe("");

    [Theory]
    [InlineData("zendesk-ratelimit-x: remaining=0; resets=9223372036854775807")]
    [InlineData("X-Rate-Limit-Remaining: 0|ratelimit-reset: 9223372036854775807")]
    [InlineData("X-Rate-Limit-Remaining: 0|ratelimit-reset: 1795428000")]
    [InlineData("zendesk-ratelimit-x: remaining=0; resets=1795428000")]
    public void A_reset_that_can_not_be_meant_holds_nothing_up_for_more_than_an_hour(string headers) =>
        Notices(headers).ShouldAllBe(notice => notice.ResetIn <= TimeSpan.FromHours(1));

    [Fact]
    public void Neither_does_a_retry_after() =>
        Notices("Retry-After: 99999999", RequestKind.Other, HttpStatusCode.TooManyRequests).ShouldHaveSingleItem().ResetIn.ShouldBe(TimeSpan.FromHours(1));

    [Theory]
    [InlineData("CreateTicket", "Retry-After: 17", "all 0/17")]
    [InlineData("Other", "Retry-After: 17", "all 0/17")]
    [InlineData("Sweep", "Retry-After: 17", "all 0/17")]
    [InlineData("UpdateTicket", "Retry-After: 17", "")]
    [InlineData("Other", "Retry-After: Mon, 23 Nov 2026 10:00:30 GMT", "all 0/30")]
    [InlineData("Other", "Retry-After: Mon, 23 Nov 2026 09:00:00 GMT", "")]
    [InlineData("Other", "Retry-After: 0", "")]
    [InlineData("Other", "Retry-After: soon", "")]
    [InlineData("Other", "", "")]
    [InlineData("Other", "Retry-After: 17|X-Rate-Limit-Remaining: 0|ratelimit-reset: 41", "all 0/41")]
    [InlineData("Other", "Retry-After: 17|X-Rate-Limit-Remaining: 300", "")]
    public void A_refusal_for_a_limit_that_no_header_names_makes_everything_wait(string kind, string headers, string notices) =>
        Read(headers, Enum.Parse<RequestKind>(kind), HttpStatusCode.TooManyRequests).ShouldBe(notices);

    [Fact]
    public void Retry_after_of_another_answer_is_no_limit() => Read("Retry-After: 17", RequestKind.Other, HttpStatusCode.ServiceUnavailable).ShouldBe("");

    /// <summary>Headers as they come from a proxy that has had a bad day.</summary>
    public static Arbitrary<string> Headers()
    {
        var name = Gen.Elements(
            "X-Rate-Limit-Remaining", "X-Rate-Limit", "ratelimit-reset", "RateLimit-Remaining", "Retry-After", "zendesk-ratelimit-tickets-create", "zendesk-ratelimit-",
            "zendesk-ratelimit-per-ticket-updates");
        var part = Gen.Elements("remaining", "resets", "total", "=", "=", ";", ";", " ", ",", "0", "3", "41", "-1", "9223372036854775807", "99999999999999999999", "1.5", "Mon, 23 Nov 2026 10:00:30 GMT", "é", "\t");
        var value = Gen.ListOf(part).Select(parts => string.Concat(parts));
        var likely = from remaining in Gen.Choose(-5, 60)
                     from resets in Gen.OneOf(Gen.Choose(-5, 5), Gen.Choose(0, 90_000))
                     select $"remaining={remaining}; resets={resets}";
        return Gen.ListOf(from n in name from v in Gen.OneOf(value, likely) select $"{n}: {v}").Select(headers => string.Join('|', headers)).ToArbitrary();
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(LimitHeadersTests)])]
    public void Whatever_the_headers_are_no_notice_is_odd(string headers, bool refused)
    {
        foreach (var kind in Enum.GetValues<RequestKind>())
        {
            foreach (var notice in Notices(headers, kind, refused ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK))
            {
                notice.ResetIn.ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(1));
                notice.Remaining.ShouldBeLessThan(50);
                notice.Kind.ShouldBeOneOf(null, kind);
            }
        }
    }

    private static string Read(string headers, RequestKind kind = RequestKind.CreateTicket, HttpStatusCode status = HttpStatusCode.OK) =>
        string.Join(',', Notices(headers, kind, status).Select(notice => $"{notice.Kind?.ToString() ?? "all"} {notice.Remaining}/{notice.ResetIn.TotalSeconds}"));

    private static List<LimitNotice> Notices(string headers, RequestKind kind = RequestKind.CreateTicket, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = new HttpResponseMessage(status);
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
            response.Headers.TryAddWithoutValidation(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        return [.. LimitHeaders.Read(response, kind, Now)];
    }
}
