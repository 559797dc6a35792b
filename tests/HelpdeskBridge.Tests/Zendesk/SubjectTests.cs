using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Conversations;
using HelpdeskBridge.Zendesk.Tickets;

namespace HelpdeskBridge.Tests.Zendesk;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("Chat with {userName}", "Ann", "Chat with Ann")]
    [InlineData("{channel}/{userId}: {userName}, {other}", "Ann", "shop/user-1: Ann, {other}")]
    [InlineData("{userName}", "{userId} {channel}", "{userId} {channel}")]
    [InlineData("Chat\nwith {userName}", "An\r\nn", "Chat with An n")]
    public void The_subject_is_one_line_and_filled_in_once(string template, string userName, string subject) =>
        GetSubject(template, userName).ShouldBe(subject);

    [Fact]
    public void A_long_subject_is_cut_between_two_characters()
    {
        var subject = GetSubject("x {userName}", string.Concat(Enumerable.Repeat("😀", 120)));

        subject.Length.ShouldBeInRange(149, 150);
        subject.ShouldEndWith("😀…");
        subject.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }

    private static string GetSubject(string template, string userName) => TicketDraftFactory.CreateSubject(
        new ChannelOptions { Ticket = { Subject = template } },
        new Conversation
        {
            Id = "c1", Client = new ChannelUser("shop", "user-1"), Helpdesk = "main", Phase = Phase.Open, OpenedAt = ConversationFixture.Start,
            DestinationId = "1", UserName = userName,
        });
}
