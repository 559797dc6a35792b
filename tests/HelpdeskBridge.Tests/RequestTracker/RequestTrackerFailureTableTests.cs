using System.Net;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.RequestTracker.Api;

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

    private static DeliveryOutcome Get(HttpStatusCode status, string body) =>
        RequestTrackerFailureTable.GetOutcome(RequestTrackerFailure.FromBody(status, body), onTicket: true);

    private static DeliveryOutcome GetOfException(Exception exception) =>
        RequestTrackerFailureTable.GetOutcome(RequestTrackerFailure.FromException(exception), onTicket: true);
}
