using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;
using static HelpdeskBridge.Tests.Conversations.ConversationInputs;

namespace HelpdeskBridge.Tests.Messaging;

/// <summary>What a delivery means for the rest of the conversation.</summary>
public sealed class DeliveryEffectsTests
{
    private const string Ticket = "7";
    private static readonly DateTimeOffset Now = ConversationFixture.Start;
    private static readonly TimeSpan NotifyAfter = TimeSpan.FromMinutes(1);
    private static readonly ClientFile File = new("https://files.example.com/a.png", "a.png", 10);
    private static readonly AgentText Answer = new("Hi", ConversationFixture.Ann);
    private static readonly DeliveryDecision Delivered = new(MessageState.Delivered, Now);

    /// <summary>How an attempt ended.</summary>
    public enum Outcome
    {
        Delivered,
        Retry,
        Unknown,
        LookupFailed,
        NotFoundYet,
        TicketClosed,
        TicketGone,
        TicketSolvedForNote,
        TicketMerged,
        TicketFound,
        Dropped,
        Failed,
        Opened,
        OpenedBeforeTheFeed,
        WrittenByUs,
        WrittenAndOpen,
        WrittenAndSolved,
    }

    [Fact]
    public void A_pending_read_of_the_ticket_waits_for_what_is_written_into_it() =>
        Create(Outcome.Delivered, new ClientText("Hello")).TicketToWake.ShouldBe(Ticket);

    /// <summary>Otherwise each answer of an agent would have its ticket read once more.</summary>
    [Fact]
    public void An_event_that_was_delivered_makes_no_read_of_the_ticket_due() => Create(Outcome.Delivered, Answer).TicketToWake.ShouldBeNull();

    [Theory]
    [InlineData(Outcome.Delivered, nameof(MessageState.Delivered), Ticket)]
    [InlineData(Outcome.Dropped, nameof(MessageState.Discarded), Ticket)]
    [InlineData(Outcome.Failed, nameof(MessageState.Dead), Ticket)]
    [InlineData(Outcome.Retry, nameof(MessageState.Pending), null)]
    [InlineData(Outcome.Unknown, nameof(MessageState.Sending), null)]
    public void A_pending_read_waits_until_the_batch_is_settled(Outcome outcome, string state, string? ticket) =>
        Create(outcome, [new ClientText("Hello")], [new DeliveryDecision(Enum.Parse<MessageState>(state), Now)]).TicketToWake.ShouldBe(ticket);

    [Fact]
    public void A_pending_read_need_not_wait_for_all_of_a_batch() =>
        Create(
            Outcome.Retry, [new ClientText("one"), new ClientText("two")],
            [new DeliveryDecision(MessageState.Dead, Now), new DeliveryDecision(MessageState.Pending, Now)]).TicketToWake.ShouldBe(Ticket);

    [Theory]
    [InlineData(Outcome.Delivered, false, null)]
    [InlineData(Outcome.Retry, false, null)]
    [InlineData(Outcome.Failed, false, null)]
    [InlineData(Outcome.TicketClosed, false, Ticket)]
    [InlineData(Outcome.TicketGone, false, null)]
    [InlineData(Outcome.TicketSolvedForNote, false, Ticket)]
    [InlineData(Outcome.TicketMerged, false, Ticket)]
    [InlineData(Outcome.TicketFound, false, "8")]
    [InlineData(Outcome.Opened, false, null)]
    [InlineData(Outcome.Opened, true, "8")]
    [InlineData(Outcome.OpenedBeforeTheFeed, false, "8")]
    [InlineData(Outcome.WrittenByUs, false, null)]
    [InlineData(Outcome.WrittenAndOpen, false, null)]
    [InlineData(Outcome.WrittenAndSolved, false, Ticket)]
    public void A_ticket_that_may_have_changed_is_read(Outcome outcome, bool mayHaveArrived, string? ticket)
    {
        var effects = Create(outcome, [new ClientText("Hello")], [Delivered], mayHaveArrived: mayHaveArrived);

        effects.TicketToRead.ShouldBe(ticket);
        effects.TicketToWake.ShouldBe(ticket is null ? Ticket : null);
    }

    [Theory]
    [InlineData(Outcome.Delivered, "Delivered", null)]
    [InlineData(Outcome.Retry, "Retry", null)]
    [InlineData(Outcome.Unknown, "Unsure", null)]
    [InlineData(Outcome.LookupFailed, "Asked", null)]
    [InlineData(Outcome.NotFoundYet, "NotFoundYet", null)]
    [InlineData(Outcome.TicketClosed, "TicketOver", "TicketRefused { Status = Closed, IsFinal = True }")]
    [InlineData(Outcome.TicketSolvedForNote, "TicketOver", "TicketRefused { Status = Solved, IsFinal = False }")]
    [InlineData(Outcome.TicketMerged, "TicketMerged", null)]
    [InlineData(Outcome.TicketFound, "TicketFound", "TicketOpened { TicketId = 8, Status = Open, Requester = , Group =  }")]
    [InlineData(Outcome.Dropped, "Dropped", null)]
    [InlineData(Outcome.Failed, "Dead", null)]
    [InlineData(Outcome.Opened, "Delivered", "TicketOpened { TicketId = 8, Status = Open, Requester = , Group =  }")]
    public void Each_outcome_has_a_name_in_the_timeline_and_tells_the_rules_what_it_shows(Outcome outcome, string name, string? fact)
    {
        var effects = Create(outcome, [new ClientText("Hello")], [Delivered]);

        effects.AttemptOutcome.ShouldBe(name);
        effects.Inputs.Select(input => input.ToString()).ShouldBe(fact is null ? [] : [fact]);
    }

    [Fact]
    public void The_queue_goes_on_when_the_first_message_that_waits_is_due()
    {
        DeliveryDecision[] waiting =
        [
            new(MessageState.Dead, Now.AddHours(1)), new(MessageState.Pending, Now), new(MessageState.Pending, Now.AddSeconds(3)),
            new(MessageState.Pending, Now.AddSeconds(9)),
        ];

        Create(Outcome.Retry, [.. waiting.Select(_ => new ClientText("Hello"))], waiting).WaitsUntil.ShouldBe(Now.AddSeconds(3));
        Create(Outcome.Delivered, new ClientText("Hello")).WaitsUntil.ShouldBeNull();
    }

    [Fact]
    public void Messages_that_fail_together_cause_one_notice_about_the_first()
    {
        DeliveryDecision[] failed = [new(MessageState.Pending, Now, "422"), new(MessageState.Dead, Now, "422"), new(MessageState.Dead, Now, "422")];

        Create(Outcome.Failed, [new ClientText("one"), new ClientText("two"), new ClientText("three")], failed).Inputs
            .ShouldBe([new ConversationInput.DeliveryFailed("m1", 3, new ClientText("two"), "422")]);
    }

    /// <summary>The messages that follow a ticket that could not be opened fail too.</summary>
    [Fact]
    public void A_ticket_that_could_not_be_opened_causes_no_notice_of_its_own()
    {
        var failed = new DeliveryDecision(MessageState.Dead, Now);

        Create(Outcome.Failed, [new OpenTicket()], [failed]).Inputs.ShouldBeEmpty();
        Create(Outcome.Failed, [new OpenTicket(), new ClientText("Hello")], [failed, failed]).Inputs
            .ShouldBe([new ConversationInput.DeliveryFailed("m1", 3, new ClientText("Hello"), "")]);
    }

    [Theory]
    [InlineData(59, "503", false)]
    [InlineData(60, "503", true)]
    [InlineData(60, null, false)]
    public void The_agent_learns_of_an_answer_that_is_late(int ageInSeconds, string? reason, bool isTold)
    {
        var waiting = new DeliveryDecision(MessageState.Pending, Now.AddSeconds(3), reason);
        var late = new ConversationInput.DeliveryDelayed("m0", Answer, reason ?? "");

        Create(Outcome.Retry, [Answer], [waiting], ageInSeconds).Inputs.ShouldBe(isTold ? [late] : []);
        Create(Outcome.Retry, [new ClientText("Hello")], [waiting], ageInSeconds).Inputs.ShouldBeEmpty("it is not for the client");
        Create(Outcome.Dropped, [Answer], [waiting with { State = MessageState.Discarded }], ageInSeconds).Inputs.ShouldBeEmpty("it waits no more");
    }

    [Theory]
    [InlineData(Outcome.Delivered, nameof(ClientFileFault.Gone), true)]
    [InlineData(Outcome.Delivered, nameof(ClientFileFault.LeftOut), false)]
    [InlineData(Outcome.Delivered, null, null)]
    [InlineData(Outcome.Retry, nameof(ClientFileFault.Gone), null)]
    public void A_file_that_is_missing_in_a_comment_is_reported_when_the_comment_is_delivered(Outcome outcome, string? fault, bool? isNamed)
    {
        var files = new Dictionary<string, UploadedFile>
        {
            ["m0"] = new("text", null, null, ClientFileFault.Gone), // No file, whatever is known of its id.
            ["m1"] = new("a.png", null, null, fault is null ? null : Enum.Parse<ClientFileFault>(fault)),
        };

        Create(outcome, [new ClientText("Hello"), File, File], [Delivered, Delivered, Delivered], files: files).Inputs
            .ShouldBe(isNamed is { } named ? [new ConversationInput.FileNotUploaded("m1", File, named)] : []);
    }

    private static DeliveryEffects Create(Outcome outcome, MessageBody body) => Create(outcome, [body], [Delivered]);

    /// <summary>Each message has had two attempts before.</summary>
    private static DeliveryEffects Create(
        Outcome outcome, MessageBody[] bodies, DeliveryDecision[] decisions, int ageInSeconds = 0, bool mayHaveArrived = false,
        Dictionary<string, UploadedFile>? files = null)
    {
        var messages = bodies.Select((body, index) =>
            new StoredMessage($"m{index}", "c", body.Direction, index, body, MessageState.Sending, 2, Now.AddSeconds(-ageInSeconds), Now));
        var batch = new OutboundBatch(ConversationStates.TicketOpen.Conversation!, [.. messages], mayHaveArrived);
        return DeliveryEffects.Create(bodies[0].Direction, batch, GetOutcome(outcome), decisions, files ?? [], NotifyAfter, Now);
    }

    private static DeliveryOutcome GetOutcome(Outcome outcome) => outcome switch
    {
        Outcome.Retry => new DeliveryOutcome.Retry("503"),
        Outcome.Unknown => new DeliveryOutcome.Unknown("500"),
        Outcome.LookupFailed => new DeliveryOutcome.Unknown("500", OnlyLookedUp: true),
        Outcome.NotFoundYet => new DeliveryOutcome.NotFoundYet(Now),
        Outcome.TicketClosed => new DeliveryOutcome.TicketOver(TicketStatus.Closed),
        Outcome.TicketGone => new DeliveryOutcome.TicketOver(TicketStatus.Gone),
        Outcome.TicketSolvedForNote => new DeliveryOutcome.TicketOver(TicketStatus.Solved, WaitsForRead: true),
        Outcome.TicketMerged => new DeliveryOutcome.TicketMerged(),
        Outcome.TicketFound => new DeliveryOutcome.TicketFound((ConversationInput.TicketOpened)TicketOpened("8", TicketStatus.Open)),
        Outcome.Dropped => new DeliveryOutcome.Dropped("the chat goes on"),
        Outcome.Failed => new DeliveryOutcome.Failed("422"),
        Outcome.Opened => new DeliveryOutcome.Delivered("1", TicketOpened("8", TicketStatus.Open)),
        Outcome.OpenedBeforeTheFeed => new DeliveryOutcome.Delivered("1", TicketOpened("8", TicketStatus.Open)) { ReadsNewTicket = true },
        Outcome.WrittenByUs => new DeliveryOutcome.Delivered("1", TicketWritten(TicketStatus.Solved, byUs: true)),
        Outcome.WrittenAndOpen => new DeliveryOutcome.Delivered("1", TicketWritten(TicketStatus.Open, byUs: false)),
        Outcome.WrittenAndSolved => new DeliveryOutcome.Delivered("1", TicketWritten(TicketStatus.Solved, byUs: false)),
        _ => new DeliveryOutcome.Delivered("1"),
    };
}
