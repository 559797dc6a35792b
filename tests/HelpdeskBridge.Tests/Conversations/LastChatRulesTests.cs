using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What is taken over from the client's last chat, and what is not.</summary>
public sealed class LastChatRulesTests
{
    private static readonly string Transcript = $"Bot: {new string('x', 1000)}\nClient: 4711";
    private static readonly ChannelPolicy Policy = DefaultPolicy with { ReusesTicket = true };

    /// <summary>A ticket that is not opened yet, because the helpdesk is slow or down, will be the client's ticket too.</summary>
    [Fact]
    public void A_ticket_that_still_waits_to_be_opened_is_used_again()
    {
        var chat = new ConversationFixture { Policy = Policy }.Apply(HandOver, ClientLeaves, HandOver);

        chat.Current!.Id.ShouldBe("conversation-1");
        chat.SentTypes.Count(type => type == typeof(OpenTicket)).ShouldBe(1);
    }

    [Fact]
    public void A_chat_that_goes_on_without_a_ticket_has_no_ticket_to_reopen() =>
        new ConversationFixture().Apply(HandOver, ClientLeaves, ClientWrites()).Current!.TicketStatus.ShouldBe(TicketStatus.None);

    [Fact]
    public void In_a_chat_that_begins_anew_nobody_has_come_back_yet()
    {
        var chat = InProgress(Policy).Apply(ClientLeaves, ClientWrites());
        chat.Current!.ReopenedAt.ShouldNotBeNull();

        chat.Apply(ClientLeaves, HandOver).Current!.ReopenedAt.ShouldBeNull();
    }

    [Fact]
    public void A_text_without_a_hand_over_begins_a_chat_in_which_the_client_has_written()
    {
        var chat = new ConversationFixture().Apply(ClientWrites());

        chat.Current!.LastMessageAt.ShouldBe(Start);
        chat.Current.DestinationId.ShouldBe("1", "the default group");
    }

    [Fact]
    public void A_hand_over_of_an_open_chat_keeps_it_from_being_idle()
    {
        var chat = InProgress().Advance(TimeSpan.FromMinutes(5)).Apply(HandOver);

        chat.Current!.LastMessageAt.ShouldBe(Start.AddMinutes(5));
    }

    /// <summary>The bot gives a transcript at the beginning. What the client writes later, or after the end, only looks like one.</summary>
    [Fact]
    public void Only_the_first_text_of_an_open_chat_is_a_transcript()
    {
        new ConversationFixture().Apply(HandOver, ClientWrites(Transcript)).SentTypes
            .ShouldBe([typeof(OpenTicket), typeof(ClientText), typeof(TranscriptNote)]);
        new ConversationFixture().Apply(HandOver, ClientLeaves, ClientWrites(Transcript)).Sent[^1].Body.ShouldBe(new ClientText(Transcript));
    }

    /// <summary>A part of it may have nothing but blanks.</summary>
    [Fact]
    public void A_transcript_leads_to_no_note_that_shows_nothing()
    {
        var text = $"Bot: Hello!\nClient: a{new string(' ', 130_000)}b\nClient: 4711";
        var chat = new ConversationFixture().Apply(HandOver, ClientWrites(text));

        chat.Sent.Select(message => message.Body).OfType<TranscriptNote>().ShouldAllBe(note => note.Text.Trim().Length > 0);
    }
}
