using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Messaging;

/// <summary>What is added to an outcome, or made of it.</summary>
public sealed class DeliveryOutcomeTests
{
    [Fact]
    public void Fields_that_are_not_written_say_where_they_are_kept()
    {
        DeliveryOutcome.Dropped.FieldsAreKept(ConversationStates.TicketNotOpenedYet.Conversation!).Reason
            .ShouldBe("there is no ticket; the fields are kept and set when one is opened");
        DeliveryOutcome.Dropped.FieldsAreKept(ConversationStates.EndedAsClosed.Conversation!).Reason
            .ShouldBe("the ticket takes nothing any more; the fields are kept and set in a follow-up");
    }

    [Fact]
    public void Only_what_is_known_of_a_write_can_be_added_to()
    {
        var written = new ConversationInput.TicketWritten(TicketStatus.Open, SetByUs: true, CarriesChatOn: true);
        var delivered = new DeliveryOutcome.Delivered("8001", written);
        var opened = new DeliveryOutcome.Delivered("8001", new ConversationInput.TicketOpened("7", TicketStatus.New));

        delivered.WithWritten(Keep).ShouldBe(new DeliveryOutcome.Delivered("8001", written with { KeptStatus = true }));
        opened.WithWritten(Keep).ShouldBe(opened);
        new DeliveryOutcome.Failed("422").WithWritten(Keep).ShouldBe(new DeliveryOutcome.Failed("422"));

        static ConversationInput.TicketWritten Keep(ConversationInput.TicketWritten before) => before with { KeptStatus = true };
    }
}
