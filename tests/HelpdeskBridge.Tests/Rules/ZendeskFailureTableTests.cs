using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Zendesk.Api;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>From a failed call to what becomes of the message: every status, the five shapes of error bodies, the faults of the way.</summary>
public sealed class ZendeskFailureTableTests
{
    private const string NotFound = """{"error":"RecordNotFound","description":"Not found"}""";
    private const string Invalid = """{"error":"RecordInvalid","description":"Record validation errors","details":{"requester":[{"description":"Requester: Ivan is suspended","error":"BlankValue"}]}}""";
    private const string Closed = """{"error":"RecordInvalid","description":"Record validation errors","details":{"status":[{"description":"Status: closed prevents ticket update"}]}}""";
    private const string NoSuchDesk = """{"error":{"title":"No help desk at example.zendesk.com","message":"There is no help desk configured at this address."}}""";
    private const string Titled = """{"error":{"title":"Invalid attribute","message":"You passed an invalid value for the id attribute."}}""";
    private const string Word = """{"error":"Couldn't authenticate you"}""";
    private const string PlainText = "Requester creation collision - please try again";
    private const string Html = "<html><head><title>Oops</title></head><body>Bad gateway</body></html>";

    /// <summary>What the status alone says. On an existing ticket and otherwise; the rest stands in the tests below.</summary>
    private static string Expected(int status) => status switch
    {
        < 200 => "Retry",
        < 300 => "Unknown",
        < 400 => "Retry",
        401 or 403 or 408 or 409 or 429 or 503 => "Retry",
        >= 500 => "Unknown",
        _ => "Failed",
    };

    [Theory]
    [InlineData(Invalid)]
    [InlineData(Titled)]
    [InlineData(Word)]
    [InlineData(PlainText)]
    [InlineData(Html)]
    [InlineData("")]
    [InlineData("{\"error\":")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Each_status_has_one_outcome_whatever_the_shape_of_its_body(string body)
    {
        for (var status = 0; status <= 999; status++)
        {
            Outcome(status, body, onTicket: false).ShouldBe(Expected(status), $"{status}");
            Outcome(status, body, onTicket: true).ShouldBe(status == 404 ? MissingTicket(body) : Expected(status), $"{status} on a ticket");
        }
    }

    public static Arbitrary<int> Statuses() => Gen.OneOf(Gen.Choose(0, 999), Gen.Choose(400, 430)).ToArbitrary();

    [Property(MaxTest = 500, Arbitrary = [typeof(ZendeskFailureTableTests)])]
    public void Nothing_a_body_says_makes_a_failure_a_success_or_an_unknown_status_a_refusal(int status, string? first, string? second, byte shape, bool onTicket)
    {
        var (word, field) = (JsonSerializer.Serialize(first ?? ""), JsonSerializer.Serialize(second ?? ""));
        var body = (shape % 6) switch
        {
            0 => first,
            1 => $"{{\"error\":{word},\"description\":{field}}}",
            2 => $"{{\"error\":{{\"title\":{word},\"message\":{field}}}}}",
            3 => $"{{\"error\":{word},\"details\":{{{field}:[{{\"description\":{word}}}]}}}}",
            4 => $"{{\"details\":{word},\"error\":[{field}]}}",
            _ => $"<html>{first}</html>",
        };
        var outcome = ZendeskFailureTable.GetOutcome(ZendeskFailure.FromBody((HttpStatusCode)status, body), onTicket);

        outcome.ShouldNotBeOfType<DeliveryOutcome.Delivered>();
        if (outcome is DeliveryOutcome.Failed)
            status.ShouldBeInRange(400, 499);
        if (outcome is DeliveryOutcome.TicketOver)
            (status == 422 || (status == 404 && onTicket)).ShouldBeTrue();
    }

    /// <summary>A proxy's page does not say that a ticket was deleted.</summary>
    private static string MissingTicket(string body) => body is Invalid or Titled or Word ? "TicketOver Gone" : "Retry";

    [Theory]
    [InlineData(404, NotFound, true, "TicketOver Gone")]
    [InlineData(404, NotFound, false, "Failed")]
    [InlineData(404, NoSuchDesk, true, "Retry")]
    [InlineData(404, NoSuchDesk, false, "Retry")]
    [InlineData(422, Closed, true, "TicketOver Closed")]
    [InlineData(422, Invalid, true, "Failed")]
    [InlineData(422, """{"error":"RecordInvalid","details":{"group_id":[{"description":"is not known"}]}}""", false, "Retry")]
    [InlineData(422, """{"error":"RecordInvalid","details":{"group":[{"description":"is not known"}]}}""", true, "Retry")]
    [InlineData(400, Closed, true, "Failed")]
    public void Some_bodies_say_more_than_their_status(int status, string body, bool onTicket, string outcome) =>
        Outcome(status, body, onTicket).ShouldBe(outcome);

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "Retry")]
    [InlineData(HttpRequestError.ConnectionError, "Retry")]
    [InlineData(HttpRequestError.SecureConnectionError, "Retry")]
    [InlineData(HttpRequestError.ProxyTunnelError, "Retry")]
    [InlineData(HttpRequestError.UserAuthenticationError, "Retry")]
    [InlineData(HttpRequestError.Unknown, "Unknown")]
    [InlineData(HttpRequestError.HttpProtocolError, "Unknown")]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, "Unknown")]
    [InlineData(HttpRequestError.VersionNegotiationError, "Unknown")]
    [InlineData(HttpRequestError.InvalidResponse, "Unknown")]
    [InlineData(HttpRequestError.ResponseEnded, "Unknown")]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, "Unknown")]
    public void A_fault_before_the_request_was_on_the_wire_may_be_sent_again_and_any_later_one_is_looked_up(HttpRequestError fault, string outcome) =>
        Outcome(new HttpRequestException(fault)).ShouldBe(outcome);

    [Fact]
    public void Every_HttpRequestError_has_its_row_above()
    {
        var rows = typeof(ZendeskFailureTableTests).GetMethod(nameof(A_fault_before_the_request_was_on_the_wire_may_be_sent_again_and_any_later_one_is_looked_up))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (HttpRequestError)row.Data[0]!);

        rows.ShouldBe(Enum.GetValues<HttpRequestError>(), ignoreOrder: true);
    }

    [Fact]
    public void Time_outs_are_unsure_and_calls_the_breaker_or_limiter_held_back_were_not_sent()
    {
        Outcome(new TaskCanceledException()).ShouldBe("Unknown");
        Outcome(new TimeoutException()).ShouldBe("Unknown");
        Outcome(new TimeoutRejectedException()).ShouldBe("Unknown");
        Outcome(new InvalidOperationException()).ShouldBe("Unknown");
        Outcome(fault: null).ShouldBe("Unknown");
        Outcome(new BrokenCircuitException()).ShouldBe("Retry");
        Outcome(new IsolatedCircuitException()).ShouldBe("Retry");
        Outcome(new RateLimiterRejectedException()).ShouldBe("Retry");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(409)]
    public void What_the_answer_asks_to_wait_goes_with_the_outcome(int status)
    {
        var failure = ZendeskFailure.FromBody((HttpStatusCode)status, null) with { RetryAfter = TimeSpan.FromSeconds(17) };

        ZendeskFailureTable.GetOutcome(failure, onTicket: true).ShouldBeOfType<DeliveryOutcome.Retry>().After.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Theory]
    [InlineData(404, NotFound, "404 RecordNotFound")]
    [InlineData(422, Invalid, "422 RecordInvalid requester")]
    [InlineData(400, Titled, "400 Invalid attribute")]
    [InlineData(401, Word, "401 Couldn't authenticate you")]
    [InlineData(409, PlainText, "409")]
    [InlineData(502, Html, "502")]
    [InlineData(500, "", "500")]
    [InlineData(400, "{\"error\":null,\"details\":[]}", "400")]
    public void The_reason_is_status_code_and_fields_and_nothing_anybody_wrote(int status, string body, string summary) =>
        ZendeskFailure.FromBody((HttpStatusCode)status, body).Summary.ShouldBe(summary);

    [Fact]
    public void An_error_object_without_a_title_has_no_code() =>
        ZendeskFailure.FromBody(HttpStatusCode.BadRequest, """{"error":{"message":"Ivan wrote: my card is 4111"}}""").Summary.ShouldBe("400");

    private static string Outcome(int status, string body, bool onTicket) =>
        GetName(ZendeskFailureTable.GetOutcome(ZendeskFailure.FromBody((HttpStatusCode)status, body), onTicket));

    private static string Outcome(Exception? fault) => GetName(ZendeskFailureTable.GetOutcome(new ZendeskFailure { Exception = fault }, onTicket: true));

    private static string GetName(DeliveryOutcome outcome) => outcome is DeliveryOutcome.TicketOver over ? $"TicketOver {over.Status}" : outcome.GetType().Name;
}
