using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Messaging;

/// <summary>What a delivery means for the rest of the conversation.</summary>
public sealed class DeliveryEffectsTests
{
    [Fact]
    public void A_pending_read_of_the_ticket_waits_for_what_is_written_into_it() =>
        Create(new ClientText("Hello"), Direction.ToHelpdesk).TicketToWake.ShouldBe(ConversationStates.TicketOpen.Conversation!.TicketId);

    /// <summary>Otherwise each answer of an agent would have its ticket read once more.</summary>
    [Fact]
    public void An_event_that_was_delivered_makes_no_read_of_the_ticket_due() =>
        Create(new AgentText("Hello", ConversationFixture.Ann), Direction.ToJaicp).TicketToWake.ShouldBeNull();

    private static DeliveryEffects Create(MessageBody body, Direction direction)
    {
        var now = ConversationFixture.Start;
        var message = new StoredMessage("m", "c", direction, 1, body, MessageState.Sending, 1, now, now);
        return DeliveryEffects.Create(
            direction,
            new OutboundBatch(ConversationStates.TicketOpen.Conversation!, [message], MayHaveArrived: false),
            new DeliveryOutcome.Delivered("1"),
            [new DeliveryDecision(MessageState.Delivered, now)],
            new Dictionary<string, UploadedFile>(),
            TimeSpan.FromMinutes(1),
            now);
    }
}
