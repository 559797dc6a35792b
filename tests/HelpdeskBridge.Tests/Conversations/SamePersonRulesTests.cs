using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Whose ticket it is. Another person's words must not be written into it, although JAICP knows both by the same user id.</summary>
public sealed class SamePersonRulesTests
{
    private const string Ann = """{"email":"ann@example.com","city":"Oslo"}""";
    private const string Bob = """{"email":"bob@example.com","city":"Oslo"}""";
    private const string AnnMoved = """{"email":"ann@example.com","city":"Rome"}""";
    private const string Nobody = """{"city":"Oslo"}""";

    /// <summary>The person is known by the attribute <c>email</c>, where the channel names it.</summary>
    public static TheoryData<string, string, string?, bool> LaterHandOvers { get; } = new()
    {
        { "the same person", "email", Ann, true },
        { "the same person with another city", "email", AnnMoved, true },
        { "another person", "email", Bob, false },
        { "nobody", "email", Nobody, false },
        { "another person, where the channel does not say how persons are known", "", Bob, true },
        { "another city, by which persons are known", "email,city", AnnMoved, false },
    };

    [Theory]
    [MemberData(nameof(LaterHandOvers))]
    public void The_last_chats_ticket_is_used_again_for(string who, string attributes, string? given, bool isUsedAgain)
    {
        var chat = WithTicketOfAnn(attributes).Apply(ClientLeaves, Give(given));

        chat.SentTypes.Contains(typeof(OpenTicket)).ShouldBe(!isUsedAgain, who);
    }

    [Theory]
    [MemberData(nameof(LaterHandOvers))]
    public void A_hand_over_in_an_open_chat_names_another_person_unless_it_is_for(string who, string attributes, string? given, bool isSame)
    {
        var chat = WithTicketOfAnn(attributes).Apply(Give(given));

        chat.Current!.NamesAnotherPerson.ShouldBe(!isSame, who);
    }

    /// <summary>Some of the words in the ticket may be the other person's by now.</summary>
    [Fact]
    public void Who_was_named_in_between_is_not_forgotten()
    {
        var chat = WithTicketOfAnn("email").Apply(Give(Bob), Give(Ann));
        chat.Current!.NamesAnotherPerson.ShouldBeTrue();

        chat.Apply(ClientLeaves, Give(Ann)).SentTypes.ShouldContain(typeof(OpenTicket));
    }

    [Fact]
    public void Where_the_channel_no_longer_says_how_persons_are_known_the_ticket_is_anybodys_and_what_was_named_stays_known()
    {
        var current = ConversationStates.TicketOpen.Conversation! with { NamesAnotherPerson = true };
        var chat = new ConversationFixture { Policy = DefaultPolicy with { ReusesTicket = true }, Current = current }.Apply(HandOver);
        chat.Current!.NamesAnotherPerson.ShouldBeTrue();

        chat.Apply(ClientLeaves, HandOver).SentTypes.ShouldNotContain(typeof(OpenTicket));
    }

    [Fact]
    public void A_ticket_that_is_opened_later_is_the_one_of_the_person_who_was_named_last() =>
        WithTicketOfAnn("email").Apply(Give(Bob), TicketOpened("8")).Current!.NamesAnotherPerson.ShouldBeFalse();

    private static ConversationFixture WithTicketOfAnn(string attributes)
    {
        var policy = DefaultPolicy with
        {
            ReusesTicket = true,
            RequesterAttributes = attributes.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };
        var chat = new ConversationFixture { Policy = policy }.Apply(Give(Ann), TicketOpened(), TicketRead(TicketStatus.Open));
        chat.Sent.Clear();
        return chat;
    }

    private static ConversationInput.HandedOver Give(string? attributes) => new("2", "Ivan", new HandOverContext(attributes, null, null));
}
