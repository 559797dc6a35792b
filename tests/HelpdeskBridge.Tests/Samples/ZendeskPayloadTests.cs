using System.Text.Json;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Zendesk.Fixtures;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>
/// <c>samples/payloads/zendesk</c>: each body that Zendesk sends to the webhook has its effect, and the members that published bodies have.
/// </summary>
public sealed class ZendeskPayloadTests
{
    private const long Target = 502;
    private const string MergedAt = "2026-11-23T10:00:25Z";

    [Fact]
    public void Each_payload_is_used_by_a_test() => SamplePayloads.In("zendesk").ShouldBe(
        [
            "zendesk/ticket.agent_assignment_changed.json", "zendesk/ticket.comment_added.json", "zendesk/ticket.marked_as_spam.json",
            "zendesk/ticket.merged.json", "zendesk/ticket.soft_deleted.json", "zendesk/ticket.status_changed.json", "zendesk/trigger.json",
        ]);

    [Theory]
    [InlineData("zendesk/trigger.json")]
    [InlineData("zendesk/ticket.comment_added.json")]
    public async Task An_agents_comment_is_read_from_the_ticket_and_sent(string payload)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("open", ZendeskStub.Comment(8001, "It is on its way."));
        await bridge.SendWebhookPayloadAsync(payload);
        await bridge.DeliveredAsync("AgentText");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage It is on its way."]);
    }

    [Fact]
    public async Task A_solved_ticket_ends_the_chat()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs("solved");
        await bridge.SendWebhookPayloadAsync("zendesk/ticket.status_changed.json");
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    [Fact]
    public async Task An_agent_who_takes_the_ticket_is_announced_where_there_is_a_text_for_it()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(("Channels:shop:Texts:AgentJoined", "{name} is here"));
        bridge.Zendesk.TicketIs(501, "open", ZendeskStub.Agent);
        await bridge.SendWebhookPayloadAsync("zendesk/ticket.agent_assignment_changed.json");
        await bridge.DeliveredAsync("ClientNotice");

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Bob Marley Smith is here"]);
    }

    [Fact]
    public async Task A_merged_ticket_goes_on_in_the_one_that_the_event_names()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIs(Target, "open", null, ZendeskStub.Comment(8012, "Hi Ann", at: "2026-11-23T10:00:40Z"));
        bridge.Zendesk.TicketIsMerged(501, MergedAt, ZendeskStub.Comment(8010, "dup", isPublic: false, at: MergedAt));
        await bridge.SendWebhookPayloadAsync("zendesk/ticket.merged.json");
        await bridge.DeliveredAsync("AgentText", stepSeconds: 1);

        bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi Ann"]);
    }

    [Theory]
    [InlineData("zendesk/ticket.soft_deleted.json")]
    [InlineData("zendesk/ticket.marked_as_spam.json")]
    public async Task A_ticket_that_is_gone_ends_the_chat(string payload)
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.TicketIsGone();
        await bridge.SendWebhookPayloadAsync(payload);
        await bridge.DeliveredAsync("ChatClosed");

        bridge.Jaicp.EventSummaries.ShouldBe(["Closed"]);
    }

    /// <summary>The payloads are written by this project. Published ones of the same kind have the same members.</summary>
    [Theory]
    [InlineData("zendesk/ticket.comment_added.json", "webhooks/ticket.comment_added.dust-example.json")]
    [InlineData("zendesk/ticket.status_changed.json", "webhooks/ticket.status_changed.dust-example.json")]
    [InlineData("zendesk/ticket.soft_deleted.json", "webhooks/ticket.created.docs-example.json")]
    [InlineData("zendesk/ticket.marked_as_spam.json", "webhooks/ticket.created.docs-example.json")]
    public void It_has_the_members_of_a_published_one(string payload, string published)
    {
        using var ours = JsonDocument.Parse(SamplePayloads.Read(payload));

        GetMembers(ours.RootElement).ShouldBe(GetMembers(FixtureFolder.Body(published).GetProperty("payload")), ignoreOrder: true);
    }

    private static IEnumerable<string> GetMembers(JsonElement json, string path = "") =>
        json.ValueKind != JsonValueKind.Object ? []
        : json.EnumerateObject().SelectMany(member => GetMembers(member.Value, $"{path}{member.Name}.").Prepend(path + member.Name));
}
