using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;
using static HelpdeskBridge.Tests.Conversations.ConversationStates;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What has to be stored for a decision.</summary>
public sealed class ConversationChangeTests
{
    [Fact]
    public void A_new_conversation_is_stored_with_its_context()
    {
        var change = Change(NoConversation, HandOver);

        change.After!.Id.ShouldBe("conversation-1");
        (change.RaisesVersion, change.ChangesContext, change.NewTicket, change.BeginsAnotherChat).ShouldBe((true, true, null, false));
    }

    [Fact]
    public void Where_there_is_still_no_conversation_nothing_is_stored() => Change(NoConversation, ClientLeaves).After.ShouldBeNull();

    /// <summary>A new message alone is stored, but does not make decisions old that were made meanwhile.</summary>
    [Fact]
    public void A_new_message_alone_raises_no_version()
    {
        var change = Change(TicketOpen, ClientWrites());

        change.After!.LastMessageAt.ShouldBe(Start);
        (change.RaisesVersion, change.ChangesContext, change.NewTicket, change.HastensTicketOpening, change.BeginsAnotherChat)
            .ShouldBe((false, false, null, false, false));
    }

    [Fact]
    public void What_changes_nothing_stores_nothing()
    {
        var change = Change(EndedAsSolved, TicketRead(TicketStatus.Solved));

        (change.After, change.RaisesVersion).ShouldBe((null, false));
    }

    /// <summary>A ticket that was read before the write may show an older status.</summary>
    [Fact]
    public void A_write_to_the_ticket_raises_the_version_even_if_it_changes_nothing()
    {
        var change = Change(TicketOpen, TicketWritten(TicketStatus.Open, byUs: true));

        change.After.ShouldBe(TicketOpen.Conversation);
        change.RaisesVersion.ShouldBeTrue();
    }

    [Fact]
    public void An_end_raises_the_version() => Change(TicketOpen, ClientLeaves).RaisesVersion.ShouldBeTrue();

    [Fact]
    public void A_context_is_stored_again_if_it_has_changed()
    {
        Change(TicketOpen, HandOver).ChangesContext.ShouldBeFalse();
        Change(TicketOpen, new ConversationInput.HandedOver("2", null, new HandOverContext("{}", null, null))).ChangesContext.ShouldBeTrue();
    }

    [Fact]
    public void A_new_ticket_is_linked_and_the_merge_that_led_to_it_is_known()
    {
        Change(TicketNotOpenedYet, TicketOpened("8")).NewTicket.ShouldBe(new TicketLink("8", null));
        Change(TicketOpen, TicketMerged()).NewTicket.ShouldBe(new TicketLink("9", new ConversationInput.TicketMerged("9", Start, null)));
        Change(TicketOpen, TicketOpened("7")).NewTicket.ShouldBeNull();
    }

    public static TheoryData<string, bool> Messages { get; } = new()
    {
        { "the client writes", true },
        { "the client leaves", true },
        { "the bot hands over again", true },
        { "the client rates", false },
        { "the bot sets fields", false },
        { "an agent writes", false },
        { "nobody writes for long", true },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_ticket_that_is_not_opened_yet_is_opened_at_once_for_a_message_that_needs_it(string what, bool isHastened)
    {
        ConversationInput input = what switch
        {
            "the client writes" => ClientWrites(),
            "the client leaves" => ClientLeaves,
            "the bot hands over again" => HandOver,
            "the client rates" => new ConversationInput.ClientRated(5, null),
            "the bot sets fields" => new ConversationInput.BotSetFields("{}"),
            "nobody writes for long" => Idle,
            _ => AgentWrites(),
        };

        Change(TicketNotOpenedYet, input, DefaultPolicy with { IdleAfter = TimeSpan.FromMinutes(1) }).HastensTicketOpening.ShouldBe(isHastened);
        Change(TicketOpen, input).HastensTicketOpening.ShouldBeFalse();
    }

    [Fact]
    public void A_hand_over_alone_waits_for_the_first_message() => Change(NoConversation, HandOver).HastensTicketOpening.ShouldBeFalse();

    [Fact]
    public void Another_chat_in_the_same_conversation_is_told_from_one_that_goes_on()
    {
        Change(ClientLeft, HandOver, DefaultPolicy with { ReusesTicket = true }).BeginsAnotherChat.ShouldBeTrue();
        Change(ClientLeft, HandOver).BeginsAnotherChat.ShouldBeFalse("it is another conversation");
        Change(ClientLeft, ClientWrites()).BeginsAnotherChat.ShouldBeFalse("the same chat goes on");
    }

    /// <summary>By it, a decision that is based on an older state is noticed.</summary>
    [Fact]
    public void A_new_message_is_another_version_although_it_does_not_raise_it()
    {
        var current = TicketOpen.Conversation! with { Version = 3, LastMessageAt = Start };

        ConversationVersion.From(null).ShouldBeNull();
        ConversationVersion.From(current).ShouldBe(new ConversationVersion(Id, 3, Start));
    }

    [Theory]
    [InlineData("7", nameof(TicketStatus.Open), true)]
    [InlineData("7", nameof(TicketStatus.Solved), true)]
    [InlineData("7", nameof(TicketStatus.Closed), false)]
    [InlineData("7", nameof(TicketStatus.Gone), false)]
    [InlineData(null, nameof(TicketStatus.None), false)]
    public void A_ticket_takes_comments_until_it_is_closed_or_gone(string? ticket, string status, bool isWritable) =>
        (TicketOpen.Conversation! with { TicketId = ticket, TicketStatus = Enum.Parse<TicketStatus>(status) }).HasWritableTicket.ShouldBe(isWritable);

    private static ConversationChange Change(ConversationState given, ConversationInput input, ChannelPolicy? policy = null)
    {
        var decision = new ConversationFixture { Current = given.Conversation, Policy = policy ?? DefaultPolicy }.Decide(input);
        return ConversationChange.Create(given.Conversation, input, decision);
    }
}
