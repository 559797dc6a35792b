using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>When a step is taken for a chat that no agent has answered, and what it does.</summary>
public sealed class EscalationRulesTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Due = ConversationFixture.Start + Ten;

    private static readonly ChannelPolicy Policy = ConversationFixture.DefaultPolicy with
    {
        Escalations = [new Escalation(Ten, "5", "high", "late", null), new Escalation(Ten * 2, null, null, null, "Still nobody")],
    };

    public static TheoryData<string, double?, double?, bool, bool> Looks { get; } = new()
    {
        { "it is due, and the ticket was read since", 10, 10, false, true },
        { "it is not due yet", 11, 10, false, false },
        { "nobody knows when it is due", null, 10, false, false },
        { "the ticket was not read since", 10, 9.9, false, false },
        { "the ticket was never read", 10, null, false, false },
        { "the ticket is to be read again", 10, 10, true, false },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public void A_step_is_taken_when(string what, double? dueAfter, double? readAfter, bool isReadPending, bool isTaken)
    {
        var chat = Open();
        chat.Now = Due;
        chat.Apply(new ConversationInput.EscalationLookedAt(At(dueAfter), At(readAfter), isReadPending));

        chat.SentTypes.ShouldBe(isTaken ? [typeof(EscalateTicket)] : [], what);
        chat.Current!.EscalatedAfter.ShouldBe(isTaken ? Ten : null, what);
    }

    [Fact]
    public void A_step_changes_the_group_of_the_chat_and_the_next_one_follows()
    {
        var chat = Open();
        TakeNext(chat);
        chat.Sent[0].Body.ShouldBe(new EscalateTicket(Ten, "5", "high", "late", null) { Since = ConversationFixture.Start });
        chat.Current!.DestinationId.ShouldBe("5");
        EscalationRules.FindNext(chat.Current, Policy)!.Note.ShouldBe("Still nobody");
        TakeNext(chat);
        chat.Sent[1].Body.ShouldBe(new EscalateTicket(Ten * 2, null, null, null, "Still nobody") { Since = ConversationFixture.Start });
        chat.Current.DestinationId.ShouldBe("5");
        EscalationRules.FindNext(chat.Current, Policy).ShouldBeNull();
        chat.Sent.Select(message => message.SourceKey).ShouldBe(["escalation:1795428000000:600000", "escalation:1795428000000:1200000"]);
        chat.Current.EscalationDueAt.ShouldBe(chat.Now, "it is looked at once more at once, for the step after this one");
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(null, 60)]
    [InlineData(600, 60)]
    public void A_chat_is_looked_at_again_when_the_step_is_due_and_after_an_hour_at_the_latest(int? dueIn, int lookIn)
    {
        var chat = Open();
        chat.Apply(new ConversationInput.EscalationLookedAt(dueIn is { } minutes ? chat.Now.AddMinutes(minutes) : null, null, false));

        chat.Current!.EscalationDueAt.ShouldBe(chat.Now.AddMinutes(lookIn));
    }

    [Fact]
    public void An_answer_cancels_and_what_the_client_says_after_the_end_begins_anew()
    {
        var chat = Open();
        chat.Current!.UnansweredSince.ShouldBe(ConversationFixture.Start);
        TakeNext(chat);
        chat.Apply(AgentWrites("Hi"));
        chat.Current.UnansweredSince.ShouldBeNull();
        EscalationRules.FindNext(chat.Current, Policy).ShouldBeNull();
        chat.Sent.Clear();
        chat.Apply(new ConversationInput.EscalationLookedAt(Due, Due, false));
        chat.Sent.ShouldBeEmpty();

        chat.Apply(TicketRead(TicketStatus.Solved)).Advance(TimeSpan.FromMinutes(1)).Apply(ClientWrites());
        chat.Current.UnansweredSince.ShouldBe(chat.Now);
        EscalationRules.FindNext(chat.Current, Policy)!.After.ShouldBe(Ten);
        chat.Current.EscalationDueAt.ShouldBe(chat.Now + Ten);
        chat.Apply(AgentWrites("Hi again", "2"));
        chat.Current.UnansweredSince.ShouldBeNull();
    }

    [Fact]
    public void A_chat_in_the_helpdesk_that_the_channel_had_before_gets_only_the_note()
    {
        var chat = Open();
        chat.Current = chat.Current! with { Helpdesk = "former", DestinationId = "9" };
        TakeNext(chat);

        chat.Sent[0].Body.ShouldBe(new EscalateTicket(Ten, null, null, null, null) { Since = ConversationFixture.Start });
        chat.Current.DestinationId.ShouldBe("9");
    }

    public static TheoryData<string, double?, double?, bool, bool> Reads { get; } = new()
    {
        { "a step is due, and the ticket was not read since", 10, 9.9, false, true },
        { "a step is due, and the ticket was never read", 10, null, false, true },
        { "it was read since", 10, 10, false, false },
        { "it is to be read already", 10, null, true, false },
        { "no step is due yet", 10.1, null, false, false },
        { "nobody knows when one is due", null, null, false, false },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public void The_ticket_is_read_before_a_step_when(string what, double? dueAfter, double? readAfter, bool isReadPending, bool isRead)
    {
        var look = new ConversationInput.EscalationLookedAt(At(dueAfter), At(readAfter), isReadPending);
        var chat = Open();

        EscalationRules.NeedsRead(chat.Current!, look, Policy, Due).ShouldBe(isRead, what);
        EscalationRules.NeedsRead(chat.Apply(AgentWrites()).Current!, look, Policy, Due).ShouldBeFalse("an agent has answered");
    }

    [Fact]
    public void A_channel_without_steps_has_nothing_to_look_at()
    {
        var chat = ConversationFixture.InProgress();

        chat.Current!.EscalationDueAt.ShouldBeNull();
        chat.Apply(new ConversationInput.EscalationLookedAt(null, null, false)).Sent.ShouldBeEmpty();
        new ChannelPolicy("main", "1", Ten, Ten, false, ConversationFixture.Bot) { SilentNotices = new HashSet<Notice>() }
            .Escalations.ShouldBeEmpty();
    }

    private static DateTimeOffset? At(double? minutes) => minutes is { } time ? ConversationFixture.Start + TimeSpan.FromMinutes(time) : null;

    private static ConversationFixture Open() => ConversationFixture.InProgress(Policy);

    private static void TakeNext(ConversationFixture chat)
    {
        chat.Now = chat.Current!.UnansweredSince!.Value + EscalationRules.FindNext(chat.Current, Policy)!.After;
        chat.Apply(new ConversationInput.EscalationLookedAt(chat.Now, chat.Now, false));
    }
}
