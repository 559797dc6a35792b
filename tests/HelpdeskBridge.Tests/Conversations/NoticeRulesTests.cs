using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationFixture;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Which notice the client gets, with what in it, and how often.</summary>
public sealed class NoticeRulesTests
{
    private static readonly ChannelPolicy Policy = DefaultPolicy with { SilentNotices = new HashSet<Notice>(), IdleAfter = TimeSpan.FromHours(1) };

    /// <summary>The key is that of the chat, so that each chat has one such notice. Its end is the start in milliseconds since 1970.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData(3L, "3")]
    public void A_client_who_waits_is_told_so_once_in_a_chat(long? position, string? about) =>
        InProgress(Policy).Apply(new ConversationInput.AgentReplyOverdue(position)).Sent
            .ShouldBe([new Outgoing(new ClientNotice(Notice.Waiting, Bot, about), Start, "waiting:1795428000000")]);

    [Fact]
    public void A_client_who_was_answered_or_has_left_does_not_wait()
    {
        InProgress(Policy).Apply(AgentWrites(), ReplyOverdue).Sent.ShouldNotContain(message => IsNotice(message, Notice.Waiting));
        InProgress(Policy).Apply(ClientLeaves, ReplyOverdue).Sent.ShouldNotContain(message => IsNotice(message, Notice.Waiting));
    }

    [Theory]
    [InlineData("Ann", "Lee", "Ann Lee")]
    [InlineData("Ann", "", "Ann")]
    [InlineData("", "Lee", "Lee")]
    public void The_notice_of_an_agent_has_the_name_without_blanks_around_it(string first, string last, string name)
    {
        var agent = new Employee("12", first, last, "");

        InProgress(Policy).Apply(TicketAssigned(agent)).Sent.ShouldHaveSingleItem().Body
            .ShouldBe(new ClientNotice(Notice.AgentJoined, Bot, name));
    }

    [Fact]
    public void A_chat_that_is_closed_because_nobody_wrote_says_so() =>
        InProgress(Policy).Advance(TimeSpan.FromHours(1)).Apply(Idle).Sent[0].Body.ShouldBe(new ClientNotice(Notice.IdleClosed, Bot));

    [Fact]
    public void A_comment_without_a_visible_character_is_no_answer()
    {
        var chat = InProgress(Policy).Apply(AgentWrites(text: " \n"));

        chat.Sent.ShouldBeEmpty();
        chat.Current!.FirstReplyAt.ShouldBeNull();
    }

    [Fact]
    public void A_late_comment_without_a_visible_character_needs_no_note() =>
        InProgress(Policy).Apply(ClientLeaves, AgentWrites(text: " \n")).SentTypes.ShouldBe([typeof(ClientLeftNote)]);

    /// <summary>The key keeps a second read of the comment from noting it again.</summary>
    [Fact]
    public void A_file_that_is_too_large_is_noted_once_with_the_reason() =>
        InProgress(Policy with { MaxFileBytes = 9 }).Apply(AgentSendsFile()).Sent
            .ShouldBe([new Outgoing(new FileNotForwarded("f1.png", ForwardingRefusal.TooLarge), Start, "comment:main:c1:file:f1")]);

    private static bool IsNotice(Outgoing message, Notice notice) => message.Body is ClientNotice found && found.Notice == notice;
}
