namespace HelpdeskBridge.Tests.Rules;

/// <summary>What happens on the helpdesk's side, in every state: left the state before, right the phase, ticket and status after, and what is sent.</summary>
public sealed class HelpdeskSideRulesTests
{
    [Theory]
    [InlineData("fresh", "Open - None > AgentText")]
    [InlineData("open", "Open 7 Open > AgentText")]
    [InlineData("reopened", "Open 7 Solved > AgentText")]
    [InlineData("refused", "Open 7 Closed > AgentText")]
    [InlineData("left", "Ended 7 Open > ClientGone")]
    [InlineData("solved", "Ended 7 Solved > ClientGone")]
    [InlineData("closed", "Ended 7 Closed > ClientGone")]
    [InlineData("gone", "Ended 7 Gone > ClientGone")]
    public void An_agent_writes(string state, string outcome) => ConversationTable.Outcome(state, "agent text").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - Open")]
    [InlineData("open", "Open 7 Open")]
    [InlineData("reopened", "Open 7 Open")]
    [InlineData("refused", "Open 7 Open")]
    [InlineData("left", "Ended 7 Open")]
    [InlineData("solved", "Ended 7 Open")]
    [InlineData("closed", "Ended 7 Open")]
    [InlineData("gone", "Ended 7 Open")]
    public void The_ticket_is_seen_open(string state, string outcome) => ConversationTable.Outcome(state, "seen Open").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Ended - Solved > ChatClosed")]
    [InlineData("open", "Ended 7 Solved > ChatClosed")]
    [InlineData("reopened", "Open 7 Solved")]
    [InlineData("refused", "Open 7 Solved")]
    [InlineData("left", "Ended 7 Solved")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Solved")]
    [InlineData("gone", "Ended 7 Solved")]
    public void The_ticket_is_seen_solved(string state, string outcome) => ConversationTable.Outcome(state, "seen Solved").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Ended - Closed > ChatClosed")]
    [InlineData("open", "Ended 7 Closed > ChatClosed")]
    [InlineData("reopened", "Open 7 Closed")]
    [InlineData("refused", "Open 7 Closed")]
    [InlineData("left", "Ended 7 Closed")]
    [InlineData("solved", "Ended 7 Closed")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Closed")]
    public void The_ticket_is_seen_closed(string state, string outcome) => ConversationTable.Outcome(state, "seen Closed").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Ended - Gone > ChatClosed")]
    [InlineData("open", "Ended 7 Gone > ChatClosed")]
    [InlineData("reopened", "Open 7 Gone")]
    [InlineData("refused", "Open 7 Gone")]
    [InlineData("left", "Ended 7 Gone")]
    [InlineData("solved", "Ended 7 Gone")]
    [InlineData("closed", "Ended 7 Gone")]
    [InlineData("gone", "Ended 7 Gone")]
    public void The_ticket_is_seen_gone(string state, string outcome) => ConversationTable.Outcome(state, "seen Gone").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open 8 New")]
    [InlineData("open", "Open 8 New")]
    [InlineData("reopened", "Open 8 New")]
    [InlineData("refused", "Open 8 New")]
    [InlineData("left", "Ended 8 New")]
    [InlineData("solved", "Ended 8 New")]
    [InlineData("closed", "Ended 8 New")]
    [InlineData("gone", "Ended 8 New")]
    public void A_ticket_was_opened(string state, string outcome) => ConversationTable.Outcome(state, "opened 8").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - Open")]
    [InlineData("open", "Open 7 Open")]
    [InlineData("reopened", "Open 7 Open")]
    [InlineData("refused", "Open 7 Open")]
    [InlineData("left", "Ended 7 Open")]
    [InlineData("solved", "Ended 7 Open")]
    [InlineData("closed", "Ended 7 Open")]
    [InlineData("gone", "Ended 7 Open")]
    public void Our_writing_opened_the_ticket(string state, string outcome) => ConversationTable.Outcome(state, "wrote, now Open by us").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - Solved")]
    [InlineData("open", "Open 7 Solved")]
    [InlineData("reopened", "Open 7 Solved")]
    [InlineData("refused", "Open 7 Solved")]
    [InlineData("left", "Ended 7 Solved")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Solved")]
    [InlineData("gone", "Ended 7 Solved")]
    public void Our_writing_solved_the_ticket(string state, string outcome) => ConversationTable.Outcome(state, "wrote, now Solved by us").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - Solved > ReopenTicket")]
    [InlineData("open", "Open 7 Solved > ReopenTicket")]
    [InlineData("reopened", "Open 7 Open")]
    [InlineData("refused", "Open 7 Open")]
    [InlineData("left", "Ended 7 Solved")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Solved")]
    [InlineData("gone", "Ended 7 Solved")]
    public void Our_writing_found_the_ticket_solved(string state, string outcome) => ConversationTable.Outcome(state, "wrote, found Solved").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - Closed")]
    [InlineData("open", "Open 7 Closed")]
    [InlineData("reopened", "Open 7 Closed")]
    [InlineData("refused", "Open 7 Closed")]
    [InlineData("left", "Ended 7 Closed")]
    [InlineData("solved", "Ended 7 Closed")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Closed")]
    public void Our_writing_was_refused_as_closed(string state, string outcome) => ConversationTable.Outcome(state, "refused as Closed").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - Gone")]
    [InlineData("open", "Open 7 Gone")]
    [InlineData("reopened", "Open 7 Gone")]
    [InlineData("refused", "Open 7 Gone")]
    [InlineData("left", "Ended 7 Gone")]
    [InlineData("solved", "Ended 7 Gone")]
    [InlineData("closed", "Ended 7 Gone")]
    [InlineData("gone", "Ended 7 Gone")]
    public void Our_writing_was_refused_as_gone(string state, string outcome) => ConversationTable.Outcome(state, "refused as Gone").ShouldBe(outcome);

    [Theory]
    [InlineData("agent text")]
    [InlineData("seen Solved")]
    [InlineData("opened 8")]
    [InlineData("wrote, now Open by us")]
    [InlineData("refused as Closed")]
    public void Without_a_conversation_there_is_nothing_to_decide(string input) =>
        ConversationTable.Outcome("none", input).ShouldBe(ConversationTable.Failed);
}
