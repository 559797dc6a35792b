using System.Net;
using HelpdeskBridge.Jaicp.Events;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Network;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace HelpdeskBridge.Tests.Jaicp;

public sealed class JaicpFailureTableTests
{
    [Fact]
    public void Each_status_has_one_outcome()
    {
        for (var status = 0; status <= 999; status++)
        {
            var expected = status switch
            {
                < 200 => typeof(DeliveryOutcome.Retry),
                < 300 => typeof(DeliveryOutcome.Delivered),
                400 or 413 or 422 => typeof(DeliveryOutcome.Failed),
                _ => typeof(DeliveryOutcome.Retry),
            };
            JaicpFailureTable.GetOutcome((HttpStatusCode)status, null, null).GetType().ShouldBe(expected, $"{status}");
        }
    }

    /// <summary>401 and 410 are about the address for all clients; what may be about one client shows an outage only together with others.</summary>
    [Theory]
    [InlineData(401, nameof(FailureScope.Endpoint))]
    [InlineData(403, nameof(FailureScope.Unclear))]
    [InlineData(404, nameof(FailureScope.Unclear))]
    [InlineData(408, nameof(FailureScope.Object))]
    [InlineData(409, nameof(FailureScope.Object))]
    [InlineData(410, nameof(FailureScope.Endpoint))]
    [InlineData(429, nameof(FailureScope.Object))]
    [InlineData(301, nameof(FailureScope.Unclear))]
    [InlineData(500, nameof(FailureScope.Unclear))]
    [InlineData(503, nameof(FailureScope.Unclear))]
    public void The_status_shows_whose_fault_a_failure_may_be(int status, string scope) =>
        JaicpFailureTable.GetOutcome((HttpStatusCode)status, null, null).ShouldBeOfType<DeliveryOutcome.Retry>().Scope.ToString().ShouldBe(scope);

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, nameof(FailureScope.Endpoint))]
    [InlineData(HttpRequestError.NameResolutionError, nameof(FailureScope.Endpoint))]
    [InlineData(HttpRequestError.SecureConnectionError, nameof(FailureScope.Endpoint))]
    [InlineData(HttpRequestError.ResponseEnded, nameof(FailureScope.Unclear))]
    public void A_connection_that_is_lost_after_it_was_made_may_be_the_events_fault(HttpRequestError error, string scope) =>
        JaicpFailureTable.GetOutcome(null, null, new HttpRequestException(error)).ShouldBeOfType<DeliveryOutcome.Retry>()
            .Scope.ToString().ShouldBe(scope);

    [Theory]
    [InlineData(400, "JAICP refused the event with 400")]
    [InlineData(401, "JAICP answered 401: the webhook is wrong; press Save on the channel in JAICP")]
    [InlineData(410, "JAICP answered 410: the webhook is wrong; press Save on the channel in JAICP")]
    [InlineData(403, "JAICP answered 403: the webhook is wrong; press Save on the channel in JAICP")]
    [InlineData(404, "JAICP answered 404: the webhook is wrong; press Save on the channel in JAICP")]
    [InlineData(429, "JAICP answered 429")]
    [InlineData(500, "JAICP answered 500")]
    public void The_reason_names_the_fix(int status, string reason) =>
        GetReason(JaicpFailureTable.GetOutcome((HttpStatusCode)status, null, null)).ShouldBe(reason);

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public void The_outcome_has_the_answers_Retry_After(int status) =>
        JaicpFailureTable.GetOutcome((HttpStatusCode)status, TimeSpan.FromSeconds(9), null)
            .ShouldBeOfType<DeliveryOutcome.Retry>().After.ShouldBe(TimeSpan.FromSeconds(9));

    [Fact]
    public void Without_an_answer_the_event_is_always_sent_again_with_its_id()
    {
        foreach (var fault in Enum.GetValues<HttpRequestError>())
            GetReason(JaicpFailureTable.GetOutcome(null, null, new HttpRequestException(fault, "https://bot.jaicp.com/secret")))
                .ShouldBe($"no answer from JAICP ({fault})");
        foreach (Exception fault in new Exception[] { new TaskCanceledException(), new TimeoutRejectedException(), new BrokenCircuitException() })
            JaicpFailureTable.GetOutcome(null, null, fault)
                .ShouldBe(new DeliveryOutcome.Retry($"no answer from JAICP ({fault.GetType().Name})", Scope: FailureScope.Unclear));
    }

    [Fact]
    public void A_webhook_that_may_not_be_called_is_a_wrong_webhook()
    {
        var fault = new HttpRequestException("10.0.0.1:443", new ForbiddenAddressException("not public (private)"));
        JaicpFailureTable.GetOutcome(null, null, fault)
            .ShouldBe(new DeliveryOutcome.Retry("the webhook's address may not be called: not public (private)", Scope: FailureScope.Endpoint));
    }

    private static string GetReason(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed failed => failed.Reason,
        DeliveryOutcome.Retry retry => retry.Reason,
        _ => outcome.GetType().Name,
    };
}
