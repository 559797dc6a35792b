using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>What the client's side does, in every state: left the state before, right the phase, ticket and status after, and what is sent.</summary>
public sealed class ClientSideRulesTests
{
    [Theory]
    [InlineData("none", "new Open - None > OpenTicket")]
    [InlineData("fresh", "Open - None > MoveTicket")]
    [InlineData("open", "Open 7 Open > MoveTicket")]
    [InlineData("reopened", "Open 7 Solved > MoveTicket")]
    [InlineData("refused", "Open 7 Closed > MoveTicket")]
    [InlineData("left", "new Open - None > OpenTicket")]
    [InlineData("solved", "new Open - None > OpenTicket")]
    [InlineData("closed", "new Open - None > OpenTicket")]
    [InlineData("gone", "new Open - None > OpenTicket")]
    public void A_hand_over(string state, string outcome) => ConversationTable.Outcome(state, "hand-over").ShouldBe(outcome);

    [Theory]
    [InlineData("none", "new Open - None > OpenTicket, ClientText")]
    [InlineData("fresh", "Open - None > ClientText")]
    [InlineData("open", "Open 7 Open > ClientText")]
    [InlineData("reopened", "Open 7 Solved > ClientText")]
    [InlineData("refused", "Open 7 Closed > ClientText")]
    [InlineData("left", "Open 7 Solved > ClientText")]
    [InlineData("solved", "Open 7 Solved > ClientText")]
    [InlineData("closed", "Open 7 Closed > ClientText")]
    [InlineData("gone", "new Open - None > OpenTicket, ClientText")]
    public void A_text_of_the_client(string state, string outcome) => ConversationTable.Outcome(state, "text").ShouldBe(outcome);

    [Theory]
    [InlineData("none", "new Open - None > OpenTicket, ClientFile")]
    [InlineData("fresh", "Open - None > ClientFile")]
    [InlineData("open", "Open 7 Open > ClientFile")]
    [InlineData("reopened", "Open 7 Solved > ClientFile")]
    [InlineData("refused", "Open 7 Closed > ClientFile")]
    [InlineData("left", "Open 7 Solved > ClientFile")]
    [InlineData("solved", "Open 7 Solved > ClientFile")]
    [InlineData("closed", "Open 7 Closed > ClientFile")]
    [InlineData("gone", "new Open - None > OpenTicket, ClientFile")]
    public void A_file_of_the_client(string state, string outcome) => ConversationTable.Outcome(state, "file").ShouldBe(outcome);

    /// <summary>The client is told while the chat is open; the agent where the comment doesn't say so.</summary>
    [Theory]
    [InlineData("open", "file not carried", "Open 7 Open > ClientNotice")]
    [InlineData("open", "file left out", "Open 7 Open > FileLeftOut, ClientNotice")]
    [InlineData("reopened", "file not carried", "Open 7 Solved > ClientNotice")]
    [InlineData("left", "file not carried", "Ended 7 Open")]
    [InlineData("solved", "file left out", "Ended 7 Solved > FileLeftOut")]
    [InlineData("none", "file not carried", ConversationTable.Failed)]
    public void A_file_that_did_not_get_into_the_ticket(string state, string input, string outcome) => ConversationTable.Outcome(state, input).ShouldBe(outcome);

    [Theory]
    [InlineData("none", "none")]
    [InlineData("fresh", "Ended - None > ClientLeft")]
    [InlineData("open", "Ended 7 Open > ClientLeft")]
    [InlineData("reopened", "Ended 7 Solved > ClientLeft")]
    [InlineData("refused", "Ended 7 Closed > ClientLeft")]
    [InlineData("left", "Ended 7 Open")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Gone")]
    public void The_client_leaves(string state, string outcome) => ConversationTable.Outcome(state, "leave").ShouldBe(outcome);
}
