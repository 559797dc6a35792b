using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Conversations;

/// <summary>Random conversations: whatever happens in whatever order, the guarantees hold.</summary>
[Properties(MaxTest = 500, Arbitrary = [typeof(ConversationModelTests)])]
public sealed class ConversationModelTests
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(15);

    /// <summary>The kinds of things that can happen.</summary>
    public enum StepKind
    {
        HandOver,
        HandOverWhileWordsWait,
        ClientWrites,
        ClientLeaves,
        AgentWrites,
        AgentSendsFile,
        TicketReadOpen,
        TicketReadSolved,
        TicketReadClosed,
        TicketReadGone,
        TicketOpened,
        TicketWritten,
        TicketRefused,
        TicketAssigned,
        TicketMerged,
        ReturnedToBot,
        Rated,
        ReplyOverdue,
        Idle,
    }

    /// <summary>One thing that happens, and how long after the one before.</summary>
    public sealed record Step(StepKind Kind, int Number, int MinutesBefore);

    /// <summary>Clients write more often than anything else happens.</summary>
    public static Arbitrary<Step[]> Steps()
    {
        var step = from kind in Gen.Elements<StepKind>([.. Enum.GetValues<StepKind>(), StepKind.ClientWrites])
                   from number in Gen.Choose(1, 3)
                   from minutes in Gen.Elements(0, 0, 1, 9, 10, 11)
                   select new Step(kind, number, minutes);
        return step.ArrayOf().ToArbitrary();
    }

    [Property]
    public void Two_tickets_are_opened_only_with_an_end_between(Step[] steps)
    {
        var opening = false;
        Run(steps, deliverLate: false, (before, decision) =>
        {
            if (before is not { IsOpen: true })
                opening = false;
            foreach (var _ in decision.Messages.Where(message => message.Body is OpenTicket))
            {
                opening.ShouldBeFalse();
                opening = true;
            }
        });
    }

    [Property]
    public void An_agents_text_after_the_end_reaches_the_client_only_when_configured(Step[] steps, bool deliverLate) =>
        Run(steps, deliverLate, (before, decision) =>
        {
            foreach (var message in decision.Messages.Where(message => message.Body is AgentText or AgentFile or LateReplyNote))
                (message.Body is not LateReplyNote).ShouldBe(before!.IsOpen || deliverLate);
        });

    [Property]
    public void Every_text_of_the_client_goes_out_exactly_once_and_in_order(Step[] steps, bool reusesTicket)
    {
        var written = new List<string>();
        var sent = new List<string>();
        Run(
            steps,
            deliverLate: false,
            (_, decision) => sent.AddRange(decision.Messages.Select(message => message.Body).OfType<ClientText>().Select(body => body.Text)),
            written,
            reusesTicket);

        sent.ShouldBe(written);
    }

    [Property]
    public void Closed_is_sent_once_for_each_time_the_conversation_was_open(Step[] steps, bool reusesTicket) => Run(
        steps,
        deliverLate: false,
        (before, decision) =>
        {
            var closed = decision.Messages.Count(message => message.Body is ChatClosed);
            closed.ShouldBeLessThanOrEqualTo(1);
            if (closed == 1)
                (before!.IsOpen, decision.After!.IsOpen).ShouldBe((true, false));
        },
        reusesTicket: reusesTicket);

    [Property]
    public void A_chat_that_went_back_to_the_bot_goes_on_only_by_a_hand_over(Step[] steps, bool reusesTicket) => Run(
        steps,
        deliverLate: false,
        (before, decision) =>
        {
            if (before is { IsOpen: false, EndedBy: EndedBy.Returned } && decision.After is { IsOpen: true } after && after.Id == before.Id)
                decision.Messages.ShouldContain(message => message.Body is MoveTicket);
        },
        reusesTicket: reusesTicket);

    [Property]
    public void Where_tickets_are_used_again_a_hand_over_finds_every_ticket_that_takes_words_or_will(Step[] steps) => Run(
        steps,
        deliverLate: false,
        (before, decision) =>
        {
            var isHandOver = decision.Messages.Any(message => message.Body is OpenTicket or MoveTicket)
                && !decision.Messages.Any(message => message.Body is ClientText);
            if (isHandOver && before is { TicketId: null } or { HasWritableTicket: true })
                decision.After!.Id.ShouldBe(before.Id);
        },
        reusesTicket: true);

    [Property]
    public void Each_agent_is_introduced_once_until_another_one_is(Step[] steps)
    {
        var known = new Dictionary<string, string>();
        Run(steps, deliverLate: false, (_, decision) =>
        {
            foreach (var notice in decision.Messages.Select(message => message.Body).OfType<ClientNotice>()
                .Where(body => body.Notice is Notice.AgentJoined or Notice.AgentChanged))
            {
                (notice.Notice == Notice.AgentJoined).ShouldBe(!known.ContainsKey(decision.After!.Id));
                notice.About.ShouldNotBe(known.GetValueOrDefault(decision.After.Id));
                known[decision.After.Id] = notice.About!;
            }

            foreach (var text in decision.Messages.Select(message => message.Body).OfType<AgentText>())
                known[decision.After!.Id]
                    .ShouldStartWith(text.Agent.FirstName, customMessage: "an agent is introduced before that agent's first text");
        });
    }

    [Property]
    public void The_waiting_notice_is_sent_only_before_the_first_answer(Step[] steps)
    {
        var answered = new HashSet<string>();
        Run(steps, deliverLate: false, (_, decision) =>
        {
            if (decision.Messages.Any(message => message.Body is AgentText))
                answered.Add(decision.After!.Id);
            if (decision.Messages.Any(message => message.Body is ClientNotice { Notice: Notice.Waiting }))
                (decision.After!.IsOpen, answered.Contains(decision.After.Id)).ShouldBe((true, false));
        });
    }

    [Property]
    public void Only_a_conversation_that_was_idle_long_enough_is_closed_for_it(Step[] steps) =>
        Run(steps, deliverLate: false, (before, decision) =>
        {
            if (decision.Messages.Any(message => message.Body is IdleCloseNote))
                (decision.After!.EndedAt!.Value - (before!.LastMessageAt ?? before.OpenedAt)).ShouldBeGreaterThanOrEqualTo(IdleAfter);
        });

    [Property]
    public void An_ended_conversation_knows_when_and_an_open_one_has_no_end(Step[] steps) =>
        Run(steps, deliverLate: false, (_, decision) =>
        {
            if (decision.After is { } after)
                after.EndedAt.HasValue.ShouldBe(!after.IsOpen);
        });

    [Property]
    public void Nothing_is_sent_before_it_happened(Step[] steps) =>
        Run(steps, deliverLate: false, (_, decision) => decision.Messages.ShouldAllBe(message => message.DueAt >= ConversationFixture.Start));

    private static void Run(
        Step[] steps, bool deliverLate, Action<Conversation?, Decision> check, List<string>? written = null, bool reusesTicket = false)
    {
        var conversation = new ConversationFixture
        {
            Policy = ConversationFixture.DefaultPolicy with
            {
                DeliverLateAgentMessages = deliverLate,
                ReusesTicket = reusesTicket,
                IdleAfter = IdleAfter,
                SilentNotices = new HashSet<Notice>()
            }
        };
        var texts = 0;
        foreach (var step in steps)
        {
            conversation.Advance(TimeSpan.FromMinutes(step.MinutesBefore));
            var input = GetInput(step, $"text {++texts}");
            if (conversation.Current is null
                && input is not (ConversationInput.HandedOver or ConversationInput.ClientWrote or ConversationInput.ClientClosedChat
                    or ConversationInput.ClientRated))
                continue;
            if (input is ConversationInput.ClientWrote wrote)
                written?.Add(wrote.Text);
            var before = conversation.Current;
            check(before, conversation.Decide(input));
        }
    }

    private static ConversationInput GetInput(Step step, string text) => step.Kind switch
    {
        StepKind.HandOver => HandOver,
        StepKind.HandOverWhileWordsWait => HandOver with { AwaitsFollowUp = true },
        StepKind.ClientWrites => ClientWrites(text),
        StepKind.ClientLeaves => ClientLeaves,
        StepKind.AgentWrites => new ConversationInput.AgentWrote(text, text, step.Number == 1 ? ConversationFixture.Bot : ConversationFixture.Ann),
        StepKind.AgentSendsFile => AgentSendsFile($"f{step.Number}"),
        StepKind.TicketReadOpen => TicketRead(TicketStatus.Open),
        StepKind.TicketReadSolved => TicketRead(TicketStatus.Solved),
        StepKind.TicketReadClosed => TicketRead(TicketStatus.Closed),
        StepKind.TicketReadGone => TicketRead(TicketStatus.Gone),
        StepKind.TicketOpened => TicketOpened($"{step.Number}"),
        StepKind.TicketWritten => TicketWritten(step.Number == 1 ? TicketStatus.Solved : TicketStatus.Open, byUs: step.Number < 3),
        StepKind.TicketRefused => TicketRefused(step.Number == 1 ? TicketStatus.Gone : TicketStatus.Closed),
        StepKind.TicketAssigned => TicketAssigned(step.Number switch { 1 => null, 2 => ConversationFixture.Ann, _ => ConversationFixture.Bot }),
        StepKind.TicketMerged => TicketMerged($"{step.Number}"),
        StepKind.ReturnedToBot => new ConversationInput.TicketRead(TicketStatus.Open, ConversationFixture.Ann) { ReturnTag = "bot" },
        StepKind.Rated => new ConversationInput.ClientRated(step.Number, text),
        StepKind.ReplyOverdue => ReplyOverdue,
        StepKind.Idle => Idle,
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
