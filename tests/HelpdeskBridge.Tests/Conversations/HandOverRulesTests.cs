using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>What the bot gives with a hand-over, and what becomes of it.</summary>
public sealed class HandOverRulesTests
{
    [Fact]
    public void A_hand_over_begins_a_conversation_with_all_that_the_bot_gives()
    {
        var context = new HandOverContext("{\"a\":1}", "{\"h\":1}", "{\"c\":1}");
        var chat = new ConversationFixture().Apply(new ConversationInput.HandedOver("2", "Ivan", context, "de"));

        chat.Current.ShouldBe(new Conversation
        {
            Id = "conversation-1",
            Client = Client,
            Helpdesk = "main",
            Phase = Phase.Open,
            OpenedAt = Start,
            DestinationId = "2",
            UserName = "Ivan",
            Language = "de",
            Context = context,
        });
    }

    [Theory]
    [InlineData("Ann", "fr", "Ann", "fr")]
    [InlineData(null, null, "Ivan", "de")]
    public void Name_and_language_stay_known_unless_the_bot_gives_others(string? name, string? language, string expectedName, string expectedLanguage)
    {
        var again = new ConversationInput.HandedOver("3", name, HandOverContext.Empty, language);
        var open = new ConversationFixture().Apply(new ConversationInput.HandedOver("2", "Ivan", HandOverContext.Empty, "de")).Apply(again);
        var later = new ConversationFixture().Apply(new ConversationInput.HandedOver("2", "Ivan", HandOverContext.Empty, "de"), ClientLeaves, again);

        foreach (var chat in new[] { open, later })
            (chat.Current!.UserName, chat.Current.Language, chat.Current.DestinationId).ShouldBe((expectedName, expectedLanguage, "3"));
    }

    /// <summary>The groups of the channel's present helpdesk don't exist in the one it had before.</summary>
    [Theory]
    [InlineData("main", "2")]
    [InlineData("former", "1")]
    public void A_ticket_in_the_helpdesk_that_the_channel_had_before_stays_in_its_group(string helpdesk, string group)
    {
        var current = ConversationStates.TicketOpen.Conversation! with { Helpdesk = helpdesk };

        new ConversationFixture { Current = current }.Apply(HandOver).Current!.DestinationId.ShouldBe(group);
    }

    [Fact]
    public void Each_part_of_the_context_stays_until_it_is_given_anew()
    {
        var first = new HandOverContext("a", "h", "c");

        first.Merge(HandOverContext.Empty).ShouldBe(first);
        first.Merge(new HandOverContext("a2", null, null)).ShouldBe(new HandOverContext("a2", "h", "c"));
        first.Merge(new HandOverContext(null, "h2", null)).ShouldBe(new HandOverContext("a", "h2", "c"));
        first.Merge(new HandOverContext(null, null, "c2")).ShouldBe(new HandOverContext("a", "h", "c2"));
        new HandOverContext("a", "hh", "ccc").Length.ShouldBe(6);
        HandOverContext.Empty.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("{}", false)]
    [InlineData(" { \n} ", false)]
    [InlineData("{\"a\":1}", true)]
    [InlineData("[]", true)]
    [InlineData("7", true)]
    [InlineData("{", true)]
    public void An_empty_object_is_no_content(string? part, bool hasContent) => HandOverContext.HasContent(part).ShouldBe(hasContent);

    [Theory]
    [InlineData("{\"a\":1}", null, true)]
    [InlineData(null, "{\"c\":1}", true)]
    [InlineData("{}", "{}", false)]
    [InlineData(null, null, false)]
    public void The_first_ticket_gets_a_note_of_the_context_if_there_is_something_in_it(string? attributes, string? customData, bool isNoted)
    {
        var chat = WithNewTicket(new HandOverContext(attributes, "{\"hidden\":1}", customData));

        chat.Sent.Skip(1).ShouldBe(isNoted ? [new Outgoing(new ContextNote(attributes, customData), Start)] : []);
    }

    [Fact]
    public void A_follow_up_ticket_gets_no_note_of_the_context_again_and_one_of_its_requester()
    {
        var note = new RequesterNote(RequesterRefusal.Staff, [RequesterKey.Email]);
        var chat = WithNewTicket(new HandOverContext("{\"a\":1}", null, null));
        chat.Sent.Clear();
        chat.Apply(new ConversationInput.TicketOpened("8", TicketStatus.New) { Requester = note });

        chat.Sent.ShouldBe([new Outgoing(note, Start)]);
        (chat.Current!.TicketId, chat.Current.TicketsOpened).ShouldBe(("8", 2));
    }

    /// <summary>The answer to the opening was lost. The next read of the ticket ends the chat and tells the client.</summary>
    [Theory]
    [InlineData("New", "New")]
    [InlineData("Pending", "Pending")]
    [InlineData("Solved", "Open")]
    [InlineData("Closed", "Open")]
    public void A_ticket_that_is_found_solved_ends_the_chat_only_when_it_is_read(string found, string status) =>
        new ConversationFixture().Apply(HandOver, TicketOpened(status: Enum.Parse<TicketStatus>(found))).Current!.TicketStatus
            .ShouldBe(Enum.Parse<TicketStatus>(status));

    /// <summary>The last words come first, since they are the ticket's first comment.</summary>
    [Fact]
    public void A_transcript_as_first_text_is_the_clients_last_words_and_notes()
    {
        var text = "Bot: Hello!\n" + string.Concat(Enumerable.Repeat("Client: " + new string('x', 90) + "\n", 700)) + "Client: 4711";
        var chat = new ConversationFixture().Apply(HandOver, ClientWrites(text));

        chat.Sent[1].Body.ShouldBe(new ClientText("4711"));
        var notes = chat.Sent.Skip(2).Select(message => message.Body).Cast<TranscriptNote>().ToList();
        notes.Select(note => note.IsContinued).ShouldBe([false, true]);
        string.Concat(notes.Select(note => note.Text)).ShouldBe(text);
        chat.Apply(ClientWrites(text)).Sent.Skip(2 + notes.Count).ShouldAllBe(message => message.Body is ClientText);
    }

    [Fact]
    public void A_blank_text_is_no_comment() => InProgress().Apply(ClientWrites(" \u200B\n")).Sent.ShouldBeEmpty();
}
