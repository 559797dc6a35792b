using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>How an error body is read, beside the table of failures: by its words whatever their case, and never further than needed.</summary>
public sealed class ZendeskErrorBodyTests
{
    [Theory]
    [InlineData("No help desk at example.zendesk.com")]
    [InlineData("no help desk at example.zendesk.com")]
    public void A_subdomain_that_does_not_exist_is_a_wrong_address(string title) =>
        Get(HttpStatusCode.NotFound, $"{{\"error\":{{\"title\":\"{title}\"}}}}")
            .ShouldBe(new DeliveryOutcome.Retry($"404 {title}", Scope: FailureScope.Endpoint));

    [Theory]
    [InlineData("Status: closed prevents ticket update")]
    [InlineData("Status: Closed prevents ticket update")]
    public void A_closed_ticket_is_known_by_its_description(string description) =>
        Get(HttpStatusCode.UnprocessableEntity, $"{{\"error\":\"RecordInvalid\",\"details\":{{\"status\":[{{\"description\":\"{description}\"}}]}}}}")
            .ShouldBe(new DeliveryOutcome.TicketOver(TicketStatus.Closed));

    [Fact]
    public void Of_an_error_that_is_no_valid_Unicode_only_the_status_is_known() =>
        Get(HttpStatusCode.UnprocessableEntity, """{"error":"\ud800","description":"x"}""").ShouldBe(new DeliveryOutcome.Failed("422"));

    [Theory]
    [InlineData(20, 20)]
    [InlineData(21, 20)]
    public void Of_the_fields_that_an_error_names_twenty_are_kept(int named, int kept)
    {
        var fields = string.Join(',', Enumerable.Range(0, named).Select(i => $"\"field{i}\":[]"));

        ZendeskFailure.FromBody(HttpStatusCode.UnprocessableEntity, $"{{\"error\":\"RecordInvalid\",\"details\":{{{fields}}}}}")
            .Fields.Count.ShouldBe(kept);
    }

    private static DeliveryOutcome Get(HttpStatusCode status, string body) =>
        ZendeskFailureTable.GetOutcome(ZendeskFailure.FromBody(status, body), onTicket: true);
}
