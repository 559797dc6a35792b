using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Zendesk.Api;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>From a failed call to what becomes of the message: every status, the five shapes of error bodies, faults of the connection.</summary>
public sealed class ZendeskFailureTableTests
{
    private const string NotFound = """{"error":"RecordNotFound","description":"Not found"}""";
    private const string Invalid =
        """{"error":"RecordInvalid","description":"Record validation errors","details":{"requester":"""
            + """[{"description":"Requester: Ivan is suspended","error":"BlankValue"}]}}""";
    private const string Closed =
        """{"error":"RecordInvalid","description":"Record validation errors","details":{"status":"""
            + """[{"description":"Status: closed prevents ticket update"}]}}""";
    private const string NoSuchDesk =
        """{"error":{"title":"No help desk at example.zendesk.com","message":"There is no help desk configured at this address."}}""";
    private const string Titled = """{"error":{"title":"Invalid attribute","message":"You passed an invalid value for the id attribute."}}""";
    private const string Word = """{"error":"Couldn't authenticate you"}""";
    private const string PlainText = "Requester creation collision - please try again";
    private const string Html = "<html><head><title>Oops</title></head><body>Bad gateway</body></html>";

    /// <summary>What becomes of the message.</summary>
    public enum Expected
    {
        /// <summary>It was not accepted and is sent again.</summary>
        Retry,

        /// <summary>It may have been accepted and is looked for first.</summary>
        Unknown,

        /// <summary>It becomes a dead letter.</summary>
        Failed,
        TicketDeleted,
        TicketClosed,
    }

    /// <summary>What the status alone means; bodies that mean more are in the tests below.</summary>
    private static Expected GetExpected(int status) => status switch
    {
        < 200 => Expected.Retry,
        < 300 => Expected.Unknown,
        < 400 => Expected.Retry,
        401 or 403 or 409 or 429 => Expected.Retry,
        408 or 503 => Expected.Unknown,
        >= 500 => Expected.Unknown,
        _ => Expected.Failed,
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
            var expected = status is 408 or 503 && body is Invalid or Titled ? Expected.Retry : GetExpected(status);
            Outcome(status, body, onTicket: false).ShouldBe(expected, $"{status}");
            Outcome(status, body, onTicket: true).ShouldBe(status == 404 ? MissingTicket(body) : expected, $"{status} on a ticket");
        }
    }

    public static Arbitrary<int> Statuses() => Gen.OneOf(Gen.Choose(0, 999), Gen.Choose(400, 430)).ToArbitrary();

    [Property(MaxTest = 500, Arbitrary = [typeof(ZendeskFailureTableTests)])]
    public void No_error_body_turns_a_failure_into_a_success_or_an_unknown_outcome_into_a_refusal(
        int status, string? first, string? second, byte shape, bool onTicket)
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

    /// <summary>A proxy says nothing about the request that it passed on. Whoever has a Retry-After or Zendesk's own error has refused it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("upstream connect error or disconnect/reset before headers")]
    [InlineData("<html><h1>503 Service Temporarily Unavailable</h1></html>")]
    [InlineData("{}")]
    [InlineData("""{"message":"no healthy upstream"}""")]
    [InlineData("""{"timestamp":"2026-11-23T10:00:00Z","status":503,"error":"Service Unavailable","path":"/api/v2/tickets"}""")]
    public void What_a_proxy_answers_says_nothing_about_the_request(string body)
    {
        foreach (var status in new[] { HttpStatusCode.RequestTimeout, HttpStatusCode.ServiceUnavailable })
        {
            var failure = ZendeskFailure.FromBody(status, body);
            ZendeskFailureTable.GetOutcome(failure, onTicket: true).ShouldBeOfType<DeliveryOutcome.Unknown>();
            ZendeskFailureTable.GetOutcome(failure with { RetryAfter = TimeSpan.Zero }, onTicket: true).ShouldBeOfType<DeliveryOutcome.Retry>();
        }
    }

    /// <summary>A proxy's page does not say that a ticket was deleted.</summary>
    private static Expected MissingTicket(string body) => body is Invalid or Titled or Word ? Expected.TicketDeleted : Expected.Retry;

    [Theory]
    [InlineData(404, NotFound, true, Expected.TicketDeleted)]
    [InlineData(404, NotFound, false, Expected.Failed)]
    [InlineData(404, NoSuchDesk, true, Expected.Retry)]
    [InlineData(404, NoSuchDesk, false, Expected.Retry)]
    [InlineData(422, Closed, true, Expected.TicketClosed)]
    [InlineData(422, Invalid, true, Expected.Failed)]
    [InlineData(422, """{"error":"RecordInvalid","details":{"status":[{"description":"is not a status"}]}}""", true, Expected.Failed)]
    [InlineData(422, """{"error":"RecordInvalid","details":{"group_id":[{"description":"is not known"}]}}""", false, Expected.Retry)]
    [InlineData(422, """{"error":"RecordInvalid","details":{"group":[{"description":"is not known"}]}}""", true, Expected.Retry)]
    [InlineData(400, Closed, true, Expected.Failed)]
    public void Some_bodies_mean_more_than_their_status(int status, string body, bool onTicket, Expected outcome) =>
        Outcome(status, body, onTicket).ShouldBe(outcome);

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, Expected.Retry)]
    [InlineData(HttpRequestError.ConnectionError, Expected.Retry)]
    [InlineData(HttpRequestError.SecureConnectionError, Expected.Retry)]
    [InlineData(HttpRequestError.ProxyTunnelError, Expected.Retry)]
    [InlineData(HttpRequestError.UserAuthenticationError, Expected.Retry)]
    [InlineData(HttpRequestError.Unknown, Expected.Unknown)]
    [InlineData(HttpRequestError.HttpProtocolError, Expected.Unknown)]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, Expected.Unknown)]
    [InlineData(HttpRequestError.VersionNegotiationError, Expected.Unknown)]
    [InlineData(HttpRequestError.InvalidResponse, Expected.Unknown)]
    [InlineData(HttpRequestError.ResponseEnded, Expected.Unknown)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, Expected.Unknown)]
    public void A_fault_before_the_request_was_sent_is_retried_and_after_any_later_one_the_message_is_looked_up(
        HttpRequestError fault, Expected outcome) =>
        Outcome(new HttpRequestException(fault)).ShouldBe(outcome);

    [Fact]
    public void Every_HttpRequestError_has_its_row_above()
    {
        var rows = typeof(ZendeskFailureTableTests)
            .GetMethod(nameof(A_fault_before_the_request_was_sent_is_retried_and_after_any_later_one_the_message_is_looked_up))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (HttpRequestError)row.Data[0]!);

        rows.ShouldBe(Enum.GetValues<HttpRequestError>(), ignoreOrder: true);
    }

    [Fact]
    public void After_a_timeout_the_outcome_is_unknown_and_calls_held_back_by_breaker_or_limiter_were_not_sent()
    {
        Outcome(new TaskCanceledException()).ShouldBe(Expected.Unknown);
        Outcome(new TimeoutException()).ShouldBe(Expected.Unknown);
        Outcome(new TimeoutRejectedException()).ShouldBe(Expected.Unknown);
        Outcome(new InvalidOperationException()).ShouldBe(Expected.Unknown);
        Outcome(fault: null).ShouldBe(Expected.Unknown);
        Outcome(new BrokenCircuitException()).ShouldBe(Expected.Retry);
        Outcome(new IsolatedCircuitException()).ShouldBe(Expected.Retry);
        Outcome(new RateLimiterRejectedException()).ShouldBe(Expected.Retry);
    }

    /// <summary>What may be one ticket's fault shows an outage only together with others. Zendesk's own answer about a ticket shows none.</summary>
    [Theory]
    [InlineData(401, Word, nameof(FailureScope.Endpoint))]
    [InlineData(403, NotFound, nameof(FailureScope.Object))]
    [InlineData(404, NoSuchDesk, nameof(FailureScope.Endpoint))]
    [InlineData(404, Html, nameof(FailureScope.Unclear))]
    [InlineData(409, PlainText, nameof(FailureScope.Object))]
    [InlineData(422, Invalid, nameof(FailureScope.Object))]
    [InlineData(429, "", nameof(FailureScope.Object))]
    [InlineData(302, "", nameof(FailureScope.Unclear))]
    [InlineData(500, "", nameof(FailureScope.Unclear))]
    [InlineData(503, "", nameof(FailureScope.Unclear))]
    [InlineData(503, Titled, nameof(FailureScope.Unclear))]
    [InlineData(408, Titled, nameof(FailureScope.Object))]
    [InlineData(408, "", nameof(FailureScope.Unclear))]
    [InlineData(404, NotFound, nameof(FailureScope.Object))]
    public void The_answer_shows_whose_fault_a_failure_may_be(int status, string body, string scope) =>
        ZendeskFailureTable.GetScope(ZendeskFailure.FromBody((HttpStatusCode)status, body)).ToString().ShouldBe(scope);

    [Fact]
    public void A_failed_connection_is_the_endpoints_a_lost_answer_may_be_the_tickets_and_our_own_limit_is_nobodys()
    {
        GetScope(new HttpRequestException(HttpRequestError.ConnectionError)).ShouldBe(FailureScope.Endpoint);
        GetScope(new HttpRequestException(HttpRequestError.UserAuthenticationError)).ShouldBe(FailureScope.Endpoint);
        GetScope(new BrokenCircuitException()).ShouldBe(FailureScope.Endpoint);
        GetScope(new HttpRequestException(HttpRequestError.ResponseEnded)).ShouldBe(FailureScope.Unclear);
        GetScope(new TimeoutRejectedException()).ShouldBe(FailureScope.Unclear);
        GetScope(new RateLimiterRejectedException()).ShouldBe(FailureScope.Object);

        static FailureScope GetScope(Exception exception) => ZendeskFailureTable.GetScope(ZendeskFailure.FromException(exception));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(409)]
    public void The_outcome_has_the_answers_Retry_After(int status)
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
    [InlineData(400, "{\"error\":\"Invalid\",\"details\":[]}", "400 Invalid")]
    public void The_reason_is_status_error_code_and_fields_and_nothing_that_people_wrote(int status, string body, string summary) =>
        ZendeskFailure.FromBody((HttpStatusCode)status, body).Summary.ShouldBe(summary);

    [Fact]
    public void However_many_fields_an_error_names_the_reason_stays_short()
    {
        const string Name = "a field with a rather long name that nobody expects in a reason";
        var fields = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"{Name} {i}\":[]"));

        ZendeskFailure.FromBody(HttpStatusCode.UnprocessableEntity, $"{{\"error\":\"RecordInvalid\",\"details\":{{{fields}}}}}")
            .Summary.Length.ShouldBeLessThan(1500);
    }

    [Fact]
    public void An_error_object_without_a_title_has_no_code() =>
        ZendeskFailure.FromBody(HttpStatusCode.BadRequest, """{"error":{"message":"Ivan wrote: my card is 4111"}}""").Summary.ShouldBe("400");

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    public void Of_a_code_sixty_characters_are_kept(int length) =>
        ZendeskFailure.FromBody(HttpStatusCode.BadRequest, $$"""{"error":"{{new string('x', length)}}"}""").Code.ShouldBe(new string('x', 60));

    /// <summary>Then what is remembered is looked up anew, once.</summary>
    [Theory]
    [InlineData("author_id", true, false, true)]
    [InlineData("group_id", false, true, false)]
    [InlineData("group", false, true, false)]
    [InlineData("requester", false, false, true)]
    [InlineData("base", false, true, true)]
    [InlineData("subject", false, false, false)]
    [InlineData("base,subject", false, false, false)]
    [InlineData("subject,group_id", false, true, false)]
    [InlineData("subject,author", true, false, true)]
    [InlineData("base,requester_id", false, false, true)]
    [InlineData("", false, true, true)]
    public void A_refusal_names_what_it_may_be_about(string fields, bool isAuthor, bool mayBeGroup, bool mayBeUser)
    {
        var details = string.Join(',', fields.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => $"\"{name}\":[]"));
        var failure = ZendeskFailure.FromBody(HttpStatusCode.UnprocessableEntity, $$$"""{"error":"RecordInvalid","details":{{{{details}}}}}""");

        (failure.NamesAuthor, failure.MayBeAboutGroup, failure.MayBeAboutUser).ShouldBe((isAuthor, mayBeGroup, mayBeUser));
        failure.NamesGroup.ShouldBe(mayBeGroup && fields.Contains("group", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":"Busy","description":"x"}""", true)]
    [InlineData("""{"error":"Busy","details":{}}""", true)]
    [InlineData("""{"error":{"title":"Busy"}}""", true)]
    [InlineData("""{"error":{"message":"Busy"}}""", false)]
    [InlineData("""{"error":"Busy"}""", false)]
    [InlineData("""{"error":7,"description":"x"}""", false)]
    [InlineData("""{"description":"x"}""", false)]
    public void Zendesks_own_errors_have_one_of_three_forms(string body, bool isOwn) =>
        ZendeskFailure.FromBody(HttpStatusCode.ServiceUnavailable, body).IsByZendesk.ShouldBe(isOwn);

    [Fact]
    public void A_call_that_the_breaker_held_back_is_made_again_when_that_is_half_open()
    {
        var after = TimeSpan.FromSeconds(20);

        ZendeskFailureTable.GetOutcome(ZendeskFailure.FromException(new BrokenCircuitException("open", after)), onTicket: true)
            .ShouldBe(new DeliveryOutcome.Retry("no answer (BrokenCircuitException)", after, FailureScope.Endpoint));
        ZendeskFailure.FromException(new BrokenCircuitException()).RetryAfter.ShouldBeNull();
        ZendeskFailureTable.GetOutcome(ZendeskFailure.FromException(new RateLimiterRejectedException()) with { RetryAfter = after }, onTicket: true)
            .ShouldBe(new DeliveryOutcome.Retry("no answer (RateLimiterRejectedException)", after));
    }

    [Fact]
    public void Why_no_answer_arrived_is_in_the_reason()
    {
        GetSummary(new HttpRequestException(HttpRequestError.UserAuthenticationError)).ShouldBe("no access token");
        GetSummary(new HttpRequestException(HttpRequestError.ResponseEnded)).ShouldBe("no answer (ResponseEnded)");
        GetSummary(new TimeoutRejectedException()).ShouldBe("no answer (TimeoutRejectedException)");

        static string GetSummary(Exception exception) => ZendeskFailure.FromException(exception).Summary;
    }

    [Theory]
    [InlineData(404, NotFound, nameof(FailureScope.Object))]
    [InlineData(401, Word, nameof(FailureScope.Endpoint))]
    public void An_earlier_attempt_that_can_not_be_looked_up_stays_unknown(int status, string body, string scope)
    {
        var failure = ZendeskFailure.FromBody((HttpStatusCode)status, body);

        ZendeskFailureTable.GetLookupOutcome(failure)
            .ShouldBe(new DeliveryOutcome.Unknown(failure.Summary, OnlyLookedUp: true, Enum.Parse<FailureScope>(scope)));
    }

    private static Expected Outcome(int status, string body, bool onTicket) =>
        GetExpected(ZendeskFailureTable.GetOutcome(ZendeskFailure.FromBody((HttpStatusCode)status, body), onTicket));

    private static Expected Outcome(Exception? fault) =>
        GetExpected(ZendeskFailureTable.GetOutcome(new ZendeskFailure { Exception = fault }, onTicket: true));

    private static Expected GetExpected(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Retry => Expected.Retry,
        DeliveryOutcome.Unknown => Expected.Unknown,
        DeliveryOutcome.Failed => Expected.Failed,
        DeliveryOutcome.TicketOver { Status: TicketStatus.Gone } => Expected.TicketDeleted,
        DeliveryOutcome.TicketOver { Status: TicketStatus.Closed } => Expected.TicketClosed,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome that a failed call must not have."),
    };
}
