using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Rules;

/// <summary>Random lanes: what goes out together, and what becomes of it.</summary>
[Properties(MaxTest = 300, Arbitrary = [typeof(LaneModelTests)])]
public sealed class LaneModelTests
{
    private const string NotFetched = "https://files.example.com/slow.png";
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2)];

    private static readonly DeliveryOutcome[] Outcomes =
    [
        new DeliveryOutcome.Delivered("8001"), new DeliveryOutcome.Failed("422"), new DeliveryOutcome.TicketOver(TicketStatus.Closed), new DeliveryOutcome.Retry("503"),
        new DeliveryOutcome.Retry("429", TimeSpan.FromSeconds(40)), new DeliveryOutcome.Retry("429", TimeSpan.FromDays(2)), new DeliveryOutcome.Retry("503", Outage: true),
        new DeliveryOutcome.Unknown("500"), new DeliveryOutcome.Unknown("503", OnlyLookedUp: true),
    ];

    /// <summary>A message: t text, f file, o, m, l, d other things; how long, how old in minutes.</summary>
    public sealed record Piece(char Kind, int Size, bool Alone, int Age, int Attempts);

    /// <summary>Messages that wait, or that are a batch together that may have been sent.</summary>
    public sealed record Run(bool Uncertain, Piece[] Pieces);

    public static Arbitrary<Run[]> Runs()
    {
        var piece = from kind in Gen.Elements('t', 't', 't', 't', 't', 't', 'f', 'f', 'o', 'm', 'l', 'd')
                    from size in Gen.Elements(1, 40, 5_000, 30_000, 59_960)
                    from alone in Gen.Elements(false, false, false, false, true)
                    from age in Gen.Choose(0, 120)
                    from attempts in Gen.Choose(0, 20)
                    select new Piece(kind, size, alone, age, attempts);
        var run = from uncertain in Gen.Elements(false, false, true)
                  from pieces in Gen.NonEmptyListOf(piece)
                  select new Run(uncertain, [.. pieces]);
        return Gen.NonEmptyListOf(run).Select(runs => runs.ToArray()).ToArbitrary();
    }

    [Property]
    public void Whatever_goes_out_goes_in_order_each_once_and_nobody_overtakes(Run[] runs)
    {
        var lane = OutboundQueue(runs);
        var sent = new List<StoredMessage>();
        for (var waiting = lane; waiting.Length > 0; waiting = lane[sent.Count..])
        {
            var batch = OutboundBatching.Take(waiting, IsReady);
            batch.Count.ShouldBeGreaterThan(0);
            sent.AddRange(batch);
        }

        sent.ShouldBe(lane);
    }

    [Property]
    public void A_batch_that_may_have_been_sent_is_never_put_together_anew(Run[] runs)
    {
        var lane = OutboundQueue(runs);
        foreach (var batch in Batches(lane).Where(batch => batch[0].State == MessageState.Sending))
            batch.ShouldBe(lane.Where(message => message.BatchId == batch[0].BatchId));
    }

    [Property]
    public void What_was_not_sent_yet_keeps_to_itself_to_its_kind_and_to_one_comment(Run[] runs)
    {
        var lane = OutboundQueue(runs);
        foreach (var batch in Batches(lane).Where(batch => batch[0].State == MessageState.Pending && batch.Count > 1))
        {
            batch.ShouldAllBe(message => message.State == MessageState.Pending && !message.Alone);
            batch.Skip(1).ShouldAllBe(message => message.Body is ClientText || message.Body is ClientFile);
            batch.ShouldAllBe(message => IsReady(message));
            batch.SkipLast(1).ShouldAllBe(message => !(message.Body is ClientFile));
            batch.Sum(message => message.Body is ClientText text ? Encoding.UTF8.GetByteCount(text.Text) + 1 : 0).ShouldBeLessThanOrEqualTo(TextSplitter.MaxBytes);
        }
    }

    [Property]
    public void Each_message_has_one_fate_and_delivered_is_only_what_was(Run[] runs, byte pick)
    {
        var (batch, outcome) = (OutboundQueue(runs), Outcomes[pick % Outcomes.Length]);
        var fates = Decide(batch, outcome);

        fates.Count.ShouldBe(batch.Length);
        fates.ShouldAllBe(fate => (fate.State == MessageState.Delivered) == (outcome is DeliveryOutcome.Delivered));
    }

    [Property]
    public void What_may_have_arrived_together_lives_and_dies_together(Run[] runs)
    {
        var batch = OutboundQueue(runs);
        foreach (var outcome in new[] { new DeliveryOutcome.Unknown("500"), new DeliveryOutcome.Unknown("503", OnlyLookedUp: true) })
        {
            var state = Decide(batch, outcome).Select(fate => fate.State).Distinct().ShouldHaveSingleItem();
            state.ShouldBe(batch.All(IsOver) ? MessageState.Dead : MessageState.Sending);
        }
    }

    [Property]
    public void Nothing_is_given_up_before_its_time_and_nothing_refused_is_blamed_on_others(Run[] runs, byte pick)
    {
        var (batch, outcome) = (OutboundQueue(runs), Outcomes[pick % Outcomes.Length]);
        foreach (var (message, fate) in batch.Zip(Decide(batch, outcome)).Where(pair => pair.Second.State == MessageState.Dead))
            (IsOver(message) || (outcome is DeliveryOutcome.Failed && batch.Length == 1)).ShouldBeTrue();
    }

    [Property]
    public void What_waits_waits_from_now_on_and_not_for_ever(Run[] runs, byte pick) =>
        Decide(OutboundQueue(runs), Outcomes[pick % Outcomes.Length]).ShouldAllBe(fate => fate.DueAt >= ConversationFixture.Start && fate.DueAt <= ConversationFixture.Start + RetryPolicy.MaxRetryAfter);

    private static IReadOnlyList<Disposition> Decide(StoredMessage[] batch, DeliveryOutcome outcome) => new RetryPolicy(Delays, GiveUpAfter).Decide(batch, outcome, ConversationFixture.Start);

    private static bool IsReady(StoredMessage message) => message.Body is not ClientFile { Url: NotFetched };

    private static bool IsOver(StoredMessage message) => ConversationFixture.Start - message.AcceptedAt >= GiveUpAfter;

    private static IEnumerable<IReadOnlyList<StoredMessage>> Batches(StoredMessage[] lane)
    {
        for (var at = 0; at < lane.Length;)
        {
            var batch = OutboundBatching.Take(lane[at..], IsReady);
            yield return batch;
            at += batch.Count;
        }
    }

    private static StoredMessage[] OutboundQueue(Run[] runs)
    {
        var lane = new List<StoredMessage>();
        foreach (var (uncertain, pieces) in runs)
        {
            var head = $"m{lane.Count}";
            foreach (var piece in pieces)
            {
                var state = uncertain ? MessageState.Sending : MessageState.Pending;
                lane.Add(new StoredMessage(
                    $"m{lane.Count}", "c", Direction.ToHelpdesk, lane.Count + 1, GetBody(piece), state, piece.Attempts, ConversationFixture.Start.AddMinutes(-piece.Age), ConversationFixture.Start)
                {
                    Alone = piece.Alone, BatchId = uncertain ? head : null,
                });
            }
        }

        return [.. lane];
    }

    private static MessageBody GetBody(Piece piece) => piece.Kind switch
    {
        't' => new ClientText(new string('x', piece.Size)),
        'f' => new ClientFile(piece.Size > 5_000 ? NotFetched : "https://files.example.com/a.png", null, null),
        'o' => new OpenTicket(),
        'm' => new MoveTicket(),
        'l' => new ClientLeftNote(null),
        _ => new ReplyDelayed("503"),
    };
}
