using HelpdeskBridge.Conversations;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Tests.Zendesk;

public sealed class ZendeskStatusTests
{
    [Theory]
    [InlineData("new", "New", false)]
    [InlineData("open", "Open", false)]
    [InlineData("OPEN", "Open", false)]
    [InlineData("pending", "Pending", false)]
    [InlineData("hold", "Hold", false)]
    [InlineData("solved", "Solved", true)]
    [InlineData("SOLVED", "Solved", true)]
    [InlineData("closed", "Closed", true)]
    [InlineData("ARCHIVED", "Closed", true)]
    [InlineData("deleted", "Gone", true)]
    [InlineData("SCRUBBED", "Gone", true)]
    [InlineData("something new", "Open", false)]
    [InlineData("", "Open", false)]
    [InlineData(null, "Open", false)]
    public void Each_Zendesk_status_is_mapped_and_says_whether_the_ticket_is_over(string? word, string status, bool isOver)
    {
        var parsed = ZendeskStatus.Parse(word);

        parsed.ShouldBe(Enum.Parse<TicketStatus>(status));
        parsed.IsOver().ShouldBe(isOver);
    }
}
