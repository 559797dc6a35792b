using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.RequestTracker.Api;
using Polly.CircuitBreaker;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>What each failure of a call means for its message.</summary>
public sealed class RequestTrackerFailureTableTests
{
    private const string Own = """{"message":"Forbidden"}""";

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public void A_ticket_that_is_not_found_or_forbidden_is_gone(HttpStatusCode status) =>
        Get(status, Own).ShouldBeOfType<DeliveryOutcome.TicketOver>();

    [Fact]
    public void A_message_beside_a_name_that_is_no_text_is_found() =>
        Get(HttpStatusCode.NotFound, """{"message":"No such ticket","\ud83d    ":1}""").ShouldBeOfType<DeliveryOutcome.TicketOver>();

    [Fact]
    public void A_404_that_is_not_Request_Trackers_says_nothing_about_the_ticket() =>
        Get(HttpStatusCode.NotFound, "<html>").ShouldBeOfType<DeliveryOutcome.Retry>().Scope.ShouldBe(FailureScope.Unclear);

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Redirect)]
    public void A_refused_sign_in_and_a_redirect_are_about_the_account(HttpStatusCode status) =>
        Get(status, "").ShouldBeOfType<DeliveryOutcome.Retry>().Scope.ShouldBe(FailureScope.Endpoint);

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.Created)]
    public void It_may_have_been_done(HttpStatusCode status) => Get(status, "").ShouldBeOfType<DeliveryOutcome.Unknown>();

    [Fact]
    public void A_lost_connection_may_have_been_taken_and_one_that_was_never_made_not()
    {
        GetOfException(new HttpRequestException(HttpRequestError.ResponseEnded)).ShouldBeOfType<DeliveryOutcome.Unknown>();
        GetOfException(new HttpRequestException("Error while copying content to a stream.")).ShouldBeOfType<DeliveryOutcome.Unknown>();
        GetOfException(new HttpRequestException(HttpRequestError.ConnectionError)).ShouldBeOfType<DeliveryOutcome.Retry>();
    }

    [Fact]
    public void A_refusal_says_nothing_of_what_anybody_wrote() =>
        Get(HttpStatusCode.BadRequest, """{"message":"a secret of the client"}""").ShouldBeOfType<DeliveryOutcome.Failed>()
            .Reason.ShouldBe("Request Tracker answered 400");

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Each_status_has_one_outcome(bool isOwn, bool onTicket)
    {
        for (var status = 0; status <= 999; status++)
        {
            var expected = status switch
            {
                < 200 => typeof(DeliveryOutcome.Failed),
                < 300 => typeof(DeliveryOutcome.Unknown),
                < 400 or 401 or 429 => typeof(DeliveryOutcome.Retry),
                403 or 404 when isOwn && onTicket => typeof(DeliveryOutcome.TicketOver),
                403 => typeof(DeliveryOutcome.Retry),
                404 when !isOwn => typeof(DeliveryOutcome.Retry),
                408 or >= 500 => typeof(DeliveryOutcome.Unknown),
                _ => typeof(DeliveryOutcome.Failed),
            };
            RequestTrackerFailureTable.GetOutcome(RequestTrackerFailure.FromBody((HttpStatusCode)status, isOwn ? Own : "<html>"), onTicket)
                .GetType().ShouldBe(expected, $"{status}");
        }
    }

    /// <summary>What may be one ticket's fault shows an outage only together with others. Missing rights and a full minute show none.</summary>
    [Theory]
    [InlineData(200, nameof(FailureScope.Unclear))]
    [InlineData(302, nameof(FailureScope.Endpoint))]
    [InlineData(400, nameof(FailureScope.Object))]
    [InlineData(401, nameof(FailureScope.Endpoint))]
    [InlineData(403, nameof(FailureScope.Object))]
    [InlineData(404, nameof(FailureScope.Unclear))]
    [InlineData(429, nameof(FailureScope.Object))]
    [InlineData(500, nameof(FailureScope.Unclear))]
    public void The_answer_shows_whose_fault_a_failure_may_be(int status, string scope) =>
        RequestTrackerFailureTable.GetScope(RequestTrackerFailure.FromBody((HttpStatusCode)status, "<html>")).ToString().ShouldBe(scope);

    [Fact]
    public void A_failed_connection_is_the_endpoints()
    {
        GetOfException(new HttpRequestException(HttpRequestError.ConnectionError))
            .ShouldBe(new DeliveryOutcome.Retry("no response (HttpRequestException)", null, FailureScope.Endpoint));
        GetOfException(new BrokenCircuitException())
            .ShouldBe(new DeliveryOutcome.Retry("no response (BrokenCircuitException)", null, FailureScope.Endpoint));
        RequestTrackerFailure.FromException(null).Summary.ShouldBe("no response (unknown)");
    }

    [Fact]
    public void The_outcome_has_the_answers_Retry_After()
    {
        var after = TimeSpan.FromSeconds(17);
        var busy = RequestTrackerFailure.FromBody(HttpStatusCode.TooManyRequests, null) with { RetryAfter = after };
        var unreached = RequestTrackerFailure.FromException(new BrokenCircuitException()) with { RetryAfter = after };

        foreach (var failure in new[] { busy, unreached })
            RequestTrackerFailureTable.GetOutcome(failure, onTicket: true).ShouldBeOfType<DeliveryOutcome.Retry>().After.ShouldBe(after);
    }

    [Fact]
    public void A_call_that_may_be_repeated_is_and_a_look_at_an_earlier_one_leaves_it_unknown()
    {
        var failure = RequestTrackerFailure.FromBody(HttpStatusCode.BadGateway, null) with { RetryAfter = TimeSpan.FromSeconds(5) };
        var gone = RequestTrackerFailure.FromBody(HttpStatusCode.NotFound, Own);

        RequestTrackerFailureTable.GetRepeatableOutcome(failure, onTicket: true)
            .ShouldBe(new DeliveryOutcome.Retry("Request Tracker answered 502", TimeSpan.FromSeconds(5), FailureScope.Unclear));
        RequestTrackerFailureTable.GetRepeatableOutcome(gone, onTicket: true).ShouldBe(new DeliveryOutcome.TicketOver(TicketStatus.Gone));
        RequestTrackerFailureTable.GetRepeatableOutcome(gone, onTicket: false).ShouldBe(new DeliveryOutcome.Retry("Request Tracker answered 404"));
        RequestTrackerFailureTable.GetLookupOutcome(gone)
            .ShouldBe(new DeliveryOutcome.Unknown("Request Tracker answered 404", OnlyLookedUp: true, FailureScope.Object));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("<html>", false)]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    [InlineData(Own, true)]
    public void Request_Trackers_own_errors_have_a_message(string? body, bool isOwn) =>
        RequestTrackerFailure.FromBody(HttpStatusCode.Forbidden, body).IsByRequestTracker.ShouldBe(isOwn);

    [Theory]
    [InlineData("new", nameof(TicketStatus.New))]
    [InlineData("open", nameof(TicketStatus.Open))]
    [InlineData("stalled", nameof(TicketStatus.Pending))]
    [InlineData("resolved", nameof(TicketStatus.Solved))]
    [InlineData("rejected", nameof(TicketStatus.Solved))]
    [InlineData("deleted", nameof(TicketStatus.Gone))]
    [InlineData("of another lifecycle", nameof(TicketStatus.Open))]
    [InlineData(null, nameof(TicketStatus.Open))]
    public void Each_status_of_the_default_lifecycle_is_mapped(string? word, string status) =>
        RequestTrackerStatus.Parse(word).ToString().ShouldBe(status);

    [Theory]
    [InlineData("Pending", "stalled")]
    [InlineData("hold", "stalled")]
    [InlineData("solved", "resolved")]
    [InlineData("closed", "resolved")]
    [InlineData("Rejected", "rejected")]
    public void The_status_of_a_setting_may_be_one_of_the_bridges_words(string setting, string status) =>
        RequestTrackerStatus.FromSetting(setting).ShouldBe(status);

    private static DeliveryOutcome Get(HttpStatusCode status, string body) =>
        RequestTrackerFailureTable.GetOutcome(RequestTrackerFailure.FromBody(status, body), onTicket: true);

    private static DeliveryOutcome GetOfException(Exception exception) =>
        RequestTrackerFailureTable.GetOutcome(RequestTrackerFailure.FromException(exception), onTicket: true);
}
