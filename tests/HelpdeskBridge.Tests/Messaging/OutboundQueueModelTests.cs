using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Tests.Conversations;

namespace HelpdeskBridge.Tests.Messaging;

/// <summary>Random outbound queues: what is sent together, and what becomes of it.</summary>
[Properties(MaxTest = 300, Arbitrary = [typeof(OutboundQueueModelTests)])]
public sealed class OutboundQueueModelTests
{
    private const string NotFetched = "https://files.example.com/slow.png";
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2)];

    private static readonly DeliveryOutcome[] Outcomes =
    [
        new DeliveryOutcome.Delivered("8001"), new DeliveryOutcome.Failed("422"), new DeliveryOutcome.TicketOver(TicketStatus.Closed),
        new DeliveryOutcome.Retry("503"),
        new DeliveryOutcome.Retry("429", TimeSpan.FromSeconds(40)), new DeliveryOutcome.Retry("429", TimeSpan.FromDays(2)),
        new DeliveryOutcome.Retry("503", Scope: FailureScope.Endpoint),
        new DeliveryOutcome.Unknown("500"), new DeliveryOutcome.Unknown("503", OnlyLookedUp: true),
        new DeliveryOutcome.NotFoundYet(ConversationFixture.Start + TimeSpan.FromSeconds(90)),
    ];

    /// <summary>The kinds of messages.</summary>
    public enum PieceKind
    {
        Text,
        File,
        OpenTicket,
        MoveTicket,
        ClientLeft,
        ReplyDelayed,
    }

    /// <summary>A message, how long its text is, and how old it is.</summary>
    public sealed record Piece(PieceKind Kind, int Size, bool Alone, int AgeInMinutes, int Attempts);

    /// <summary>Messages that wait, or that are a batch together that may have been sent.</summary>
    public sealed record Run(bool MaybeSent, Piece[] Pieces);

    public static Arbitrary<Run[]> Runs()
    {
        var piece = from kind in Gen.Frequency(
                        (6, Gen.Constant(PieceKind.Text)),
                        (2, Gen.Constant(PieceKind.File)),
                        (4, Gen.Elements(PieceKind.OpenTicket, PieceKind.MoveTicket, PieceKind.ClientLeft, PieceKind.ReplyDelayed)))
                    from size in Gen.Elements(1, 40, 5_000, 30_000, 59_960)
                    from alone in Gen.Elements(false, false, false, false, true)
                    from age in Gen.Choose(0, 120)
                    from attempts in Gen.Choose(0, 20)
                    select new Piece(kind, size, alone, age, attempts);
        var run = from maybeSent in Gen.Elements(false, false, true)
                  from pieces in Gen.NonEmptyListOf(piece)
                  select new Run(maybeSent, [.. pieces]);
        return Gen.NonEmptyListOf(run).Select(runs => runs.ToArray()).ToArbitrary();
    }

    [Property]
    public void Messages_are_sent_in_order_each_once(Run[] runs)
    {
        var queue = CreateQueue(runs);
        var sent = new List<StoredMessage>();
        for (var waiting = queue; waiting.Length > 0; waiting = queue[sent.Count..])
        {
            var batch = OutboundBatching.Take(waiting, IsReady);
            batch.Count.ShouldBeGreaterThan(0);
            sent.AddRange(batch);
        }

        sent.ShouldBe(queue);
    }

    [Property]
    public void A_batch_that_may_have_been_sent_is_never_changed(Run[] runs)
    {
        var queue = CreateQueue(runs);
        foreach (var batch in Batches(queue).Where(batch => batch[0].State == MessageState.Sending))
            batch.ShouldBe(queue.Where(message => message.BatchId == batch[0].BatchId));
    }

    [Property]
    public void A_batch_that_was_not_sent_yet_fits_into_one_comment_and_mixes_no_kinds(Run[] runs)
    {
        var queue = CreateQueue(runs);
        foreach (var batch in Batches(queue).Where(batch => batch[0].State == MessageState.Pending && batch.Count > 1))
        {
            batch.ShouldAllBe(message => message.State == MessageState.Pending && !message.Alone);
            batch.Skip(1).ShouldAllBe(message => message.Body is ClientText || message.Body is ClientFile);
            batch.ShouldAllBe(message => IsReady(message));
            batch.SkipLast(1).ShouldAllBe(message => !(message.Body is ClientFile));
            batch.Sum(message => message.Body is ClientText text ? Encoding.UTF8.GetByteCount(text.Text) + 1 : 0)
                .ShouldBeLessThanOrEqualTo(TextSplitter.MaxBytes);
        }
    }

    [Property]
    public void Each_message_has_one_decision_and_is_delivered_only_if_the_batch_was(Run[] runs, byte pick)
    {
        var (batch, outcome) = (CreateQueue(runs), Outcomes[pick % Outcomes.Length]);
        var decisions = Decide(batch, outcome);

        decisions.Count.ShouldBe(batch.Length);
        decisions.ShouldAllBe(decision => (decision.State == MessageState.Delivered) == (outcome is DeliveryOutcome.Delivered));
    }

    [Property]
    public void Messages_that_may_have_arrived_together_stay_together_until_all_are_given_up(Run[] runs)
    {
        var batch = CreateQueue(runs);
        foreach (var outcome in new[] { new DeliveryOutcome.Unknown("500"), new DeliveryOutcome.Unknown("503", OnlyLookedUp: true) })
        {
            var state = Decide(batch, outcome).Select(decision => decision.State).Distinct().ShouldHaveSingleItem();
            state.ShouldBe(batch.All(IsOver) ? MessageState.Dead : MessageState.Sending);
        }
    }

    [Property]
    public void Nothing_is_given_up_before_its_time_and_no_refusal_is_held_against_other_messages(Run[] runs, byte pick)
    {
        var (batch, outcome) = (CreateQueue(runs), Outcomes[pick % Outcomes.Length]);
        foreach (var (message, decision) in batch.Zip(Decide(batch, outcome)).Where(pair => pair.Second.State == MessageState.Dead))
            (IsOver(message) || (outcome is DeliveryOutcome.Failed && batch.Length == 1)).ShouldBeTrue();
    }

    [Property]
    public void What_waits_is_due_neither_in_the_past_nor_later_than_the_longest_wait(Run[] runs, byte pick) =>
        Decide(CreateQueue(runs), Outcomes[pick % Outcomes.Length]).ShouldAllBe(
            decision => decision.DueAt >= ConversationFixture.Start && decision.DueAt <= ConversationFixture.Start + RetryPolicy.MaxRetryAfter);

    private static IReadOnlyList<DeliveryDecision> Decide(StoredMessage[] batch, DeliveryOutcome outcome) =>
        new RetryPolicy(Delays, GiveUpAfter).Decide(batch, outcome, ConversationFixture.Start);

    private static bool IsReady(StoredMessage message) => message.Body is not ClientFile { Url: NotFetched };

    private static bool IsOver(StoredMessage message) => ConversationFixture.Start - message.AcceptedAt >= GiveUpAfter;

    private static IEnumerable<IReadOnlyList<StoredMessage>> Batches(StoredMessage[] queue)
    {
        for (var at = 0; at < queue.Length;)
        {
            var batch = OutboundBatching.Take(queue[at..], IsReady);
            yield return batch;
            at += batch.Count;
        }
    }

    private static StoredMessage[] CreateQueue(Run[] runs)
    {
        var queue = new List<StoredMessage>();
        foreach (var (maybeSent, pieces) in runs)
        {
            var head = $"m{queue.Count}";
            foreach (var piece in pieces)
            {
                var state = maybeSent ? MessageState.Sending : MessageState.Pending;
                queue.Add(new StoredMessage(
                    $"m{queue.Count}", "c", Direction.ToHelpdesk, queue.Count + 1, GetBody(piece), state, piece.Attempts,
                    ConversationFixture.Start.AddMinutes(-piece.AgeInMinutes), ConversationFixture.Start)
                {
                    Alone = piece.Alone,
                    BatchId = maybeSent ? head : null,
                });
            }
        }

        return [.. queue];
    }

    private static MessageBody GetBody(Piece piece) => piece.Kind switch
    {
        PieceKind.Text => new ClientText(new string('x', piece.Size)),
        PieceKind.File => new ClientFile(piece.Size > 5_000 ? NotFetched : "https://files.example.com/a.png", null, null),
        PieceKind.OpenTicket => new OpenTicket(),
        PieceKind.MoveTicket => new MoveTicket(),
        PieceKind.ClientLeft => new ClientLeftNote(null),
        _ => new ReplyDelayed("503"),
    };
}
