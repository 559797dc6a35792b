using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>Random chats against a model of a few lines: whatever happens in whatever order, the promises hold.</summary>
[Properties(MaxTest = 500, Arbitrary = [typeof(ConversationModelTests)])]
public sealed class ConversationModelTests
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(15);

    /// <summary>One thing that happens, and how long after the one before.</summary>
    public sealed record Step(string Kind, int Number, int MinutesBefore);

    public static Arbitrary<Step[]> Steps()
    {
        var kinds = new[]
        {
            "hand-over", "text", "text", "leave", "agent text", "seen Open", "seen Solved", "seen Closed", "seen Gone", "opened", "wrote", "refused",
            "agent file", "in charge", "merged", "unanswered", "silent",
        };
        var step = from kind in Gen.Elements(kinds)
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
    public void An_agents_text_after_the_end_reaches_the_client_only_when_set_so(Step[] steps, bool deliverLate) =>
        Run(steps, deliverLate, (before, decision) =>
        {
            foreach (var message in decision.Messages.Where(message => message.Body is AgentText or AgentFile or LateReplyNote))
                (message.Body is not LateReplyNote).ShouldBe(before!.IsOpen || deliverLate);
        });

    [Property]
    public void Every_text_of_the_client_goes_out_exactly_once_and_in_order(Step[] steps)
    {
        var written = new List<string>();
        var sent = new List<string>();
        Run(steps, deliverLate: false, (_, decision) => sent.AddRange(decision.Messages.Select(message => message.Body).OfType<ClientText>().Select(body => body.Text)), written);

        sent.ShouldBe(written);
    }

    [Property]
    public void Closed_is_said_once_for_each_time_the_chat_was_open(Step[] steps) =>
        Run(steps, deliverLate: false, (before, decision) =>
        {
            var closed = decision.Messages.Count(message => message.Body is ChatClosed);
            closed.ShouldBeLessThanOrEqualTo(1);
            if (closed == 1)
                (before!.IsOpen, decision.After!.IsOpen).ShouldBe((true, false));
        });

    [Property]
    public void Each_agent_is_introduced_once_until_another_one_is(Step[] steps)
    {
        var known = new Dictionary<string, string>();
        Run(steps, deliverLate: false, (_, decision) =>
        {
            foreach (var notice in decision.Messages.Select(message => message.Body).OfType<ClientNotice>().Where(body => body.Notice is Notice.AgentJoined or Notice.AgentChanged))
            {
                (notice.Notice == Notice.AgentJoined).ShouldBe(!known.ContainsKey(decision.After!.Id));
                notice.About.ShouldNotBe(known.GetValueOrDefault(decision.After.Id));
                known[decision.After.Id] = notice.About!;
            }

            foreach (var text in decision.Messages.Select(message => message.Body).OfType<AgentText>())
                known[decision.After!.Id].ShouldStartWith(text.Agent.FirstName, customMessage: "said before that agent's first words");
        });
    }

    [Property]
    public void Waiting_is_said_only_before_the_first_answer(Step[] steps)
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
    public void Only_a_chat_that_was_silent_long_enough_is_closed_for_it(Step[] steps) =>
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

    private static void Run(Step[] steps, bool deliverLate, Action<Conversation?, Decision> check, List<string>? written = null)
    {
        var chat = new ConversationFixture { Rules = ConversationFixture.Policy with { DeliverLateAgentMessages = deliverLate, IdleAfter = IdleAfter, SilentNotices = new HashSet<Notice>() } };
        var texts = 0;
        foreach (var step in steps)
        {
            chat.Wait(TimeSpan.FromMinutes(step.MinutesBefore));
            var input = GetInput(step, $"text {++texts}");
            if (chat.Current is null && input is not (ConversationInput.HandedOver or ConversationInput.ClientWrote or ConversationInput.ClientClosedChat))
                continue;
            if (input is ConversationInput.ClientWrote wrote)
                written?.Add(wrote.Text);
            var before = chat.Current;
            check(before, chat.Decide(input));
        }
    }

    private static ConversationInput GetInput(Step step, string text) => step.Kind switch
    {
        "hand-over" => ConversationFixture.HandOver,
        "text" => ConversationFixture.Write(text),
        "leave" => ConversationFixture.Leave,
        "agent text" => new ConversationInput.AgentWrote(text, text, step.Number == 1 ? ConversationFixture.Bot : ConversationFixture.Ann),
        "in charge" => ConversationFixture.TakenBy(step.Number switch { 1 => null, 2 => ConversationFixture.Ann, _ => ConversationFixture.Bot }),
        "merged" => ConversationFixture.Merged($"{step.Number}"),
        "unanswered" => ConversationFixture.Unanswered,
        "silent" => ConversationFixture.Silence,
        "agent file" => ConversationFixture.Attach($"f{step.Number}"),
        "seen Open" => ConversationFixture.See(TicketStatus.Open),
        "seen Solved" => ConversationFixture.See(TicketStatus.Solved),
        "seen Closed" => ConversationFixture.See(TicketStatus.Closed),
        "seen Gone" => ConversationFixture.See(TicketStatus.Gone),
        "opened" => ConversationFixture.Opened($"{step.Number}"),
        "wrote" => ConversationFixture.Written(step.Number == 1 ? TicketStatus.Solved : TicketStatus.Open, byUs: step.Number < 3),
        _ => ConversationFixture.Refused(step.Number == 1 ? TicketStatus.Gone : TicketStatus.Closed),
    };
}
