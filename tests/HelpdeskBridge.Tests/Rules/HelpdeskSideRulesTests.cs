using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>What happens on the helpdesk's side, in every state: left the state before, right the phase, ticket and status after, and what is sent.</summary>
public sealed class HelpdeskSideRulesTests
{
    [Theory]
    [InlineData("fresh", "Open - None > ClientNotice, AgentText")]
    [InlineData("open", "Open 7 Open > ClientNotice, AgentText")]
    [InlineData("reopened", "Open 7 Solved > ClientNotice, AgentText")]
    [InlineData("refused", "Open 7 Closed > ClientNotice, AgentText")]
    [InlineData("left", "Ended 7 Open > ClientGone")]
    [InlineData("solved", "Ended 7 Solved > ClientGone")]
    [InlineData("closed", "Ended 7 Closed > ClientGone")]
    [InlineData("gone", "Ended 7 Gone > ClientGone")]
    public void An_agent_writes(string state, string outcome) => ConversationTable.Outcome(state, "agent text").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - None > ClientNotice, AgentFile")]
    [InlineData("open", "Open 7 Open > ClientNotice, AgentFile")]
    [InlineData("reopened", "Open 7 Solved > ClientNotice, AgentFile")]
    [InlineData("refused", "Open 7 Closed > ClientNotice, AgentFile")]
    [InlineData("left", "Ended 7 Open > ClientGone")]
    [InlineData("solved", "Ended 7 Solved > ClientGone")]
    [InlineData("closed", "Ended 7 Closed > ClientGone")]
    [InlineData("gone", "Ended 7 Gone > ClientGone")]
    public void An_agent_attaches_a_file(string state, string outcome) => ConversationTable.Outcome(state, "agent file").ShouldBe(outcome);

    [Theory]
    [InlineData("open", "Open 7 Open > FileNotForwarded")]
    [InlineData("solved", "Ended 7 Solved > FileNotForwarded")]
    public void An_agent_attaches_a_file_with_malware(string state, string outcome) => ConversationTable.Outcome(state, "infected file").ShouldBe(outcome);

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
    [InlineData("fresh", "Ended - Solved > ClientNotice, ChatClosed")]
    [InlineData("open", "Ended 7 Solved > ClientNotice, ChatClosed")]
    [InlineData("reopened", "Open 7 Solved")]
    [InlineData("refused", "Open 7 Solved")]
    [InlineData("left", "Ended 7 Solved")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Solved")]
    [InlineData("gone", "Ended 7 Solved")]
    public void The_ticket_is_seen_solved(string state, string outcome) => ConversationTable.Outcome(state, "seen Solved").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Ended - Closed > ClientNotice, ChatClosed")]
    [InlineData("open", "Ended 7 Closed > ClientNotice, ChatClosed")]
    [InlineData("reopened", "Open 7 Closed")]
    [InlineData("refused", "Open 7 Closed")]
    [InlineData("left", "Ended 7 Closed")]
    [InlineData("solved", "Ended 7 Closed")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Closed")]
    public void The_ticket_is_seen_closed(string state, string outcome) => ConversationTable.Outcome(state, "seen Closed").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Ended - Gone > ClientNotice, ChatClosed")]
    [InlineData("open", "Ended 7 Gone > ClientNotice, ChatClosed")]
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
    [InlineData("fresh", "Open 9 Open")]
    [InlineData("open", "Open 9 Open")]
    [InlineData("reopened", "Open 9 Open")]
    [InlineData("refused", "Open 9 Open")]
    [InlineData("left", "Ended 9 Open")]
    [InlineData("solved", "Ended 9 Open")]
    [InlineData("closed", "Ended 9 Open")]
    [InlineData("gone", "Ended 9 Open")]
    public void The_ticket_was_merged(string state, string outcome) => ConversationTable.Outcome(state, "merged into 9").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - None > ClientNotice")]
    [InlineData("open", "Open 7 Open > ClientNotice")]
    [InlineData("reopened", "Open 7 Solved > ClientNotice")]
    [InlineData("refused", "Open 7 Closed > ClientNotice")]
    [InlineData("left", "Ended 7 Open")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Gone")]
    public void An_agent_takes_the_ticket(string state, string outcome) => ConversationTable.Outcome(state, "in Ann's charge").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Open - None > ClientNotice")]
    [InlineData("open", "Open 7 Open > ClientNotice")]
    [InlineData("reopened", "Open 7 Solved > ClientNotice")]
    [InlineData("refused", "Open 7 Closed > ClientNotice")]
    [InlineData("left", "Ended 7 Open")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Gone")]
    public void Nobody_has_answered(string state, string outcome) => ConversationTable.Outcome(state, "unanswered").ShouldBe(outcome);

    [Theory]
    [InlineData("fresh", "Ended - None > ClientNotice, ChatClosed, IdleEnd")]
    [InlineData("open", "Ended 7 Open > ClientNotice, ChatClosed, IdleEnd")]
    [InlineData("reopened", "Ended 7 Solved > ClientNotice, ChatClosed, IdleEnd")]
    [InlineData("refused", "Ended 7 Closed > ClientNotice, ChatClosed, IdleEnd")]
    [InlineData("left", "Ended 7 Open")]
    [InlineData("solved", "Ended 7 Solved")]
    [InlineData("closed", "Ended 7 Closed")]
    [InlineData("gone", "Ended 7 Gone")]
    public void Nobody_says_anything_for_long(string state, string outcome) => ConversationTable.Outcome(state, "silent for an hour").ShouldBe(outcome);

    [Theory]
    [InlineData("agent text")]
    [InlineData("merged into 9")]
    [InlineData("in Ann's charge")]
    [InlineData("agent file")]
    [InlineData("seen Solved")]
    [InlineData("opened 8")]
    [InlineData("wrote, now Open by us")]
    [InlineData("refused as Closed")]
    public void Without_a_conversation_there_is_nothing_to_decide(string input) =>
        ConversationTable.Outcome("none", input).ShouldBe(ConversationTable.Failed);
}
