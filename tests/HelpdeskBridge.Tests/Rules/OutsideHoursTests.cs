using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>What a client is told outside the business hours.</summary>
public sealed class OutsideHoursTests
{
    [Theory]
    [InlineData("none", "hand-over", "OpenTicket, ClientNotice")]
    [InlineData("none", "text", "OpenTicket, ClientNotice, ClientText")]
    [InlineData("none", "file", "OpenTicket, ClientNotice, ClientFile")]
    [InlineData("gone", "text", "OpenTicket, ClientNotice, ClientText")]
    [InlineData("solved", "hand-over", "OpenTicket, ClientNotice")]
    [InlineData("open", "hand-over", "MoveTicket, ClientNotice")]
    [InlineData("open", "text", "ClientText")]
    [InlineData("solved", "text", "ClientText")]
    [InlineData("open", "leave", "ClientLeft")]
    [InlineData("open", "agent text", "AgentText")]
    [InlineData("open", "seen Solved", "ChatClosed")]
    public void Who_is_handed_over_or_begins_by_writing_is_told_and_nothing_else_changes(string state, string input, string sent)
    {
        var chat = new ConversationFixture { IsOpen = false, Current = ConversationTable.State(state) };
        chat.Take(ConversationTable.Input(input));

        string.Join(", ", chat.SentKinds).ShouldBe(sent);
    }

    [Fact]
    public void It_is_said_once_in_a_conversation_and_again_in_the_next()
    {
        var chat = new ConversationFixture { IsOpen = false };
        chat.Take(ConversationFixture.HandOver, ConversationFixture.HandOver, ConversationFixture.Leave, ConversationFixture.HandOver);

        chat.SentKinds.ShouldBe(["OpenTicket", "ClientNotice", "MoveTicket", "ClientLeft", "OpenTicket", "ClientNotice"]);
        chat.Sent.Select(message => message.Body).OfType<ClientNotice>().ShouldAllBe(notice => notice.Notice == Notice.Offline);
    }

    [Fact]
    public void A_channel_without_a_text_says_nothing() =>
        new ConversationFixture { IsOpen = false, Rules = ConversationFixture.Policy with { SilentNotices = new HashSet<Notice> { Notice.Offline } } }.Take(ConversationFixture.HandOver).SentKinds.ShouldBe(["OpenTicket"]);
}
