using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly Employee Ann = new("11", "Ann", "Lee", "");

    /// <summary>Both are the same condition in other words, so a state that is added must be in the right one of them.</summary>
    [Fact]
    public async Task Each_state_of_a_message_waits_by_both_conditions_or_by_none()
    {
        foreach (var state in Enum.GetNames<MessageState>())
        {
            var statement = new StoreStatement(
                $"SELECT CASE WHEN {QueueStore.Waiting} THEN 1 ELSE 0 END - CASE WHEN {QueueStore.WaitingById} THEN 1 ELSE 0 END"
                + " FROM (SELECT CAST(@state AS TEXT) AS state) message",
                StoreParameter.From("state", state));
            var results = await Store.WriteAsync([statement], CancellationToken);
            Convert.ToInt64(results[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(0, state);
        }
    }

    [Fact]
    public async Task A_queue_gives_its_messages_in_the_order_they_were_enqueued()
    {
        var (one, two) = (await AddConversationAsync("c1"), await AddConversationAsync("c2"));
        for (var i = 0; i < 20; i++)
        {
            await EnqueueAsync(one, new ClientText($"{i}"), dueAt: Now - TimeSpan.FromMinutes(i));
            await EnqueueAsync(two, new ClientText("other"));
            await EnqueueAsync(one, new AgentText($"answer {i}", Ann));
        }

        (await ListWaitingAsync(one)).Select(message => message.Body).ShouldBe(Enumerable.Range(0, 20).Select(i => new ClientText($"{i}")));
        (await ListWaitingAsync(one)).Select(message => message.Sequence).ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
        (await ListWaitingAsync(one, Direction.ToJaicp, limit: 3)).Select(message => message.Body)
            .ShouldBe([new AgentText("answer 0", Ann), new AgentText("answer 1", Ann), new AgentText("answer 2", Ann)]);
    }

    [Fact]
    public async Task Every_kind_of_message_comes_back_as_it_was()
    {
        await AddConversationAsync("c1");
        MessageBody[] bodies =
        [
            new OpenTicket(), new ClientText("Ünï 😀 \"quoted\"\n\ttext"),
            new ClientFile("https://files.example.com/a%20b.png", "a b.png", 9_000_000_000),
            new ClientFile("https://files.example.com/a", null, null), new MoveTicket(), new ClientLeftNote(null), new ClientLeftNote("Bye"),
            new LateReplyNote("Too late"),
            new FileLeftOut("a.png", "https://files.example.com/a.png"), new FileLeftOut(null, "https://files.example.com/a"),
        ];
        foreach (var body in bodies)
            await EnqueueAsync("c1", body);
        await EnqueueAsync("c1", new AgentText("Hi", Ann));
        await EnqueueAsync("c1", new ChatClosed(Ann));

        (await ListWaitingAsync("c1")).Select(message => message.Body).ShouldBe(bodies);
        (await ListWaitingAsync("c1", Direction.ToJaicp)).Select(message => message.Body).ShouldBe([new AgentText("Hi", Ann), new ChatClosed(Ann)]);
        (await FindHeadAsync("c1")).ShouldSatisfyAllConditions(
            head => head.State.ShouldBe(MessageState.Pending),
            head => head.Attempts.ShouldBe(0),
            head => head.AcceptedAt.ShouldBe(Now),
            head => head.DueAt.ShouldBe(Now));
    }

    [Fact]
    public async Task A_source_key_is_accepted_once_in_each_conversation()
    {
        var (one, two) = (await AddConversationAsync("c1"), await AddConversationAsync("c2"));

        (await EnqueueAsync(one, new AgentText("Hi", Ann), sourceKey: "comment:main:1")).ShouldBeTrue();
        (await EnqueueAsync(one, new AgentText("Hi", Ann), sourceKey: "comment:main:1")).ShouldBeFalse();
        (await EnqueueAsync(two, new AgentText("Hi", Ann), sourceKey: "comment:main:1")).ShouldBeTrue();
        (await EnqueueAsync(two, new AgentText("Hi", Ann), sourceKey: "comment:main:1")).ShouldBeFalse();
        (await EnqueueAsync(one, new AgentText("Hi", Ann), sourceKey: "comment:main:2")).ShouldBeTrue();
        (await EnqueueAsync(one, new AgentText("Hi", Ann))).ShouldBeTrue();
        (await EnqueueAsync(one, new AgentText("Hi", Ann))).ShouldBeTrue();
        (await ListWaitingAsync(one, Direction.ToJaicp)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_source_key_is_not_accepted_again_after_its_message_was_delivered()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new LateReplyNote("Hi"), sourceKey: "comment:main:1");
        var head = await FindHeadAsync("c1");
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Settle(head.Id, MessageState.Delivered, "99", null, Now)]));

        (await EnqueueAsync("c1", new LateReplyNote("Hi"), sourceKey: "comment:main:1")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_source_is_known_when_one_of_its_keys_is()
    {
        var (one, two) = (await AddConversationAsync("c1"), await AddConversationAsync("c2"));
        await EnqueueAsync(one, new AgentText("Hi", Ann), sourceKey: "comment:main:1");

        (await ReadAsync(store => store.Queues.HasAnySourceAsync(one, ["comment:main:1"]))).ShouldBeTrue();
        (await ReadAsync(store => store.Queues.HasAnySourceAsync(one, ["comment:main:1", "comment:main:2"]))).ShouldBeTrue();
        (await ReadAsync(store => store.Queues.HasAnySourceAsync(one, ["comment:main:2"]))).ShouldBeFalse();
        (await ReadAsync(store => store.Queues.HasAnySourceAsync(two, ["comment:main:1"]))).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_that_claim_a_message_at_once_one_succeeds()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("Hello"));
        var head = await FindHeadAsync("c1");

        var claimed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WriteAsync(store => ClaimAsync(store, head))));

        claimed.Count(got => got).ShouldBe(1);
        (await FindHeadAsync("c1")).ShouldBe(head with { State = MessageState.Sending, Attempts = 1, ClaimedAt = Now, BatchId = head.Id });
    }

    [Fact]
    public async Task An_interrupted_message_can_be_claimed_again_after_it_was_loaded_again()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("Hello"));
        var first = await FindHeadAsync("c1");
        await WriteAsync(store => ClaimAsync(store, first));
        var again = await FindHeadAsync("c1");

        (await WriteAsync(store => ClaimAsync(store, again))).ShouldBeTrue();
        (await WriteAsync(store => ClaimAsync(store, first))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_keeps_when_its_last_request_went_unanswered_until_it_is_sent_again()
    {
        var unanswered = Now - TimeSpan.FromSeconds(50);
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("Hello"));
        await ClaimAgainAsync(onlyLookedUp: false);
        (await FindHeadAsync("c1")).UnansweredSince.ShouldBeNull();
        await WriteAsync(async store => await store.RunAsync([DeliveryStatements.Postpone(
            await FindAsync(store), MessageState.Sending, Now, "500", outage: false, unanswered)]));
        await ClaimAgainAsync(onlyLookedUp: true);
        (await FindHeadAsync("c1")).UnansweredSince.ShouldBe(unanswered);
        await ClaimAgainAsync(onlyLookedUp: false);
        (await FindHeadAsync("c1")).UnansweredSince.ShouldBeNull();

        await WriteAsync(async store =>
        {
            var message = await FindAsync(store);
            await store.RunAsync([DeliveryStatements.Settle(message.Id, MessageState.Dead, null, "500", Now, unanswered)]);
            await store.RunAsync([DeliveryStatements.AddAttempt(message.Id, message.Attempts, AttemptOutcome.NotFoundYet, "500", Now)]);
            await store.DeadLetters.RetryAsync(message.Id, Now);
        });
        var retried = await FindHeadAsync("c1");
        (retried.State, retried.UnansweredSince).ShouldBe((MessageState.Sending, unanswered));

        Task ClaimAgainAsync(bool onlyLookedUp) => WriteAsync(async store =>
        {
            var message = await FindAsync(store);
            (await ClaimAsync(store, message, onlyLookedUp)).ShouldBeTrue();
        });

        static async Task<StoredMessage> FindAsync(StoreTransaction store) =>
            (await store.Queues.ListWaitingAsync(new QueueId("c1", Direction.ToHelpdesk), 1)).Single();
    }

    [Theory]
    [InlineData("Delivered", "99", null)]
    [InlineData("Dead", null, "refused")]
    public async Task A_settled_message_leaves_its_queue_for_good(string state, string? remoteId, string? reason)
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("one"));
        await EnqueueAsync("c1", new ClientText("two"));
        var head = await FindHeadAsync("c1");
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Settle(head.Id, Enum.Parse<MessageState>(state), remoteId, reason, Now)]));
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Postpone(head, MessageState.Pending, Now, "late", outage: false)]));
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Settle(head.Id, MessageState.Delivered, "other", null, Now)]));

        (await ListWaitingAsync("c1")).Select(message => message.Body).ShouldBe([new ClientText("two")]);
        (await WriteAsync(store => ClaimAsync(store, head))).ShouldBeFalse();
        await WriteAsync(store => store.Tickets.AddAsync("main", "7", "c1", Now));
        (await ReadAsync(store => store.Messages.ListOwnCommentIdsAsync("main", "7"))).ShouldBe(remoteId is null ? [] : [remoteId]);
    }

    [Theory]
    [InlineData("Pending")]
    [InlineData("Sending")]
    public async Task A_postponed_message_keeps_its_place_and_waits(string state)
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("one"));
        await EnqueueAsync("c1", new ClientText("two"));
        var head = await FindHeadAsync("c1");
        var later = Now + TimeSpan.FromSeconds(30);
        await WriteAsync(store => store.RunAsync([DeliveryStatements.Postpone(head, Enum.Parse<MessageState>(state), later, "503", outage: false)]));

        (await FindHeadAsync("c1")).ShouldBe(head with { State = Enum.Parse<MessageState>(state), DueAt = later });
        (await ListDueQueuesAsync(Now)).ShouldBeEmpty();
        (await ListDueQueuesAsync(later)).ShouldBe(["c1 ToHelpdesk"]);
    }

    [Fact]
    public async Task A_queue_is_due_when_its_first_message_is()
    {
        var (one, two, three) = (await AddConversationAsync("c1"), await AddConversationAsync("c2"), await AddConversationAsync("c3"));
        await EnqueueAsync(one, new OpenTicket(), dueAt: Now + TimeSpan.FromSeconds(3));
        await EnqueueAsync(one, new ClientText("behind it"), dueAt: Now);
        await EnqueueAsync(two, new ClientText("due"), dueAt: Now);
        await EnqueueAsync(two, new ClientText("due as well"), dueAt: Now);
        await EnqueueAsync(three, new AgentText("long due", Ann), dueAt: Now - TimeSpan.FromMinutes(1));

        (await ListDueQueuesAsync(Now)).ShouldBe(["c3 ToJaicp", "c2 ToHelpdesk"]);
        (await ListDueQueuesAsync(Now, limit: 1)).ShouldBe(["c3 ToJaicp"]);
        (await ListDueQueuesAsync(Now + TimeSpan.FromSeconds(3))).ShouldBe(["c3 ToJaicp", "c2 ToHelpdesk", "c1 ToHelpdesk"]);
    }

    [Fact]
    public async Task Due_queues_and_tickets_are_listed_page_by_page_and_what_becomes_due_later_comes_after()
    {
        string[] ids = ["c1", "c2", "c3", "c4", "c5"];
        foreach (var id in ids)
        {
            await AddConversationAsync(id);
            await EnqueueAsync(id, new ClientText("one"), dueAt: Now);
            await AddSyncAsync(id);
        }

        await EnqueueAsync("c1", new AgentText("Hi", Ann), dueAt: Now);
        (DueQueue? queue, PendingTicketSync? sync) = (null, null);
        var (queues, tickets) = (new List<string>(), new List<string>());
        for (var page = 0; page < 3; page++)
        {
            var due = await ReadAsync(store => store.DueQueues.ListDueAsync(Now, queue, 2));
            queues.AddRange(due.Select(found => $"{found.Queue.ConversationId} {found.Queue.Direction}"));
            var reads = await ReadAsync(store => store.TicketSyncs.ListDueAsync(Now, sync, 2));
            tickets.AddRange(reads.Select(found => found.TicketId));
            (queue, sync) = (due[^1], reads[^1]);
        }

        queues.ShouldBe(["c1 ToHelpdesk", "c1 ToJaicp", "c2 ToHelpdesk", "c3 ToHelpdesk", "c4 ToHelpdesk", "c5 ToHelpdesk"]);
        tickets.ShouldBe(ids);

        await AddConversationAsync("a new one");
        await EnqueueAsync("a new one", new ClientText("later"), dueAt: Now + TimeSpan.FromMilliseconds(1));
        (await ReadAsync(store => store.DueQueues.ListDueAsync(Now + TimeSpan.FromSeconds(1), queue, 2))).ShouldHaveSingleItem()
            .Queue.ConversationId.ShouldBe("a new one");
    }

    [Fact]
    public async Task Waiting_messages_are_listed_up_to_a_size_but_always_the_first()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText(new string('x', 1000)));
        await EnqueueAsync("c1", new ClientText(new string('я', 100)));
        await EnqueueAsync("c1", new ClientText("short"));
        var sizes = (await ListWaitingAsync("c1")).ConvertAll(message => message.Body.ToJson().Length);

        (await CountAsync(1)).ShouldBe(1);
        (await CountAsync(sizes[0] + sizes[1] - 1)).ShouldBe(1);
        (await CountAsync(sizes[0] + sizes[1])).ShouldBe(2);
        (await CountAsync(sizes.Sum())).ShouldBe(3);

        Task<int> CountAsync(int maxBytes) => ReadAsync(async store =>
            (await store.Queues.ListWaitingAsync(new QueueId("c1", Direction.ToHelpdesk), 100, maxBytes)).Count);
    }

    [Fact]
    public async Task The_next_due_time_is_the_earliest_after_now_of_queues_and_of_ticket_syncs()
    {
        (await FindNextDueAsync(Now)).ShouldBeNull();

        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("due now"), dueAt: Now);
        (await FindNextDueAsync(Now)).ShouldBeNull();

        await AddConversationAsync("c2");
        await EnqueueAsync("c2", new ClientText("later"), dueAt: Now + TimeSpan.FromMinutes(2));
        await EnqueueAsync("c2", new ClientText("behind it"), dueAt: Now + TimeSpan.FromMinutes(1));
        (await FindNextDueAsync(Now)).ShouldBe(Now + TimeSpan.FromMinutes(2));

        await WriteAsync(store => store.TicketSyncs.AddAsync("main", "7", Now + TimeSpan.FromSeconds(5)));
        (await FindNextDueAsync(Now)).ShouldBe(Now + TimeSpan.FromMinutes(2), "a ticket to be read is no message");
        (await ReadAsync(store => store.TicketSyncs.FindNextDueAsync(Now))).ShouldBe(Now + TimeSpan.FromSeconds(5));
        (await ReadAsync(store => store.TicketSyncs.FindNextDueAsync(Now + TimeSpan.FromSeconds(5)))).ShouldBeNull();
    }

    [Fact]
    public async Task Opening_a_ticket_is_hastened_unless_it_failed_before()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new OpenTicket(), dueAt: Now + TimeSpan.FromSeconds(3));
        await WriteAsync(store => store.Queues.HastenTicketOpeningAsync("c1", Now));
        (await FindHeadAsync("c1")).DueAt.ShouldBe(Now);

        await WriteAsync(async store =>
        {
            var head = (await store.Queues.ListWaitingAsync(new QueueId("c1", Direction.ToHelpdesk), 1))[0];
            await ClaimAsync(store, head);
            await store.RunAsync([DeliveryStatements.Postpone(head, MessageState.Pending, Now + TimeSpan.FromMinutes(1), "503", outage: false)]);
            await store.Queues.HastenTicketOpeningAsync("c1", Now);
        });
        (await FindHeadAsync("c1")).DueAt.ShouldBe(Now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task After_a_start_messages_that_were_being_sent_are_due_and_no_others()
    {
        var later = Now + TimeSpan.FromHours(1);
        await AddConversationAsync("c1");
        await AddConversationAsync("c2");
        await EnqueueAsync("c1", new ClientText("one"), dueAt: later);
        await EnqueueAsync("c2", new ClientText("two"), dueAt: later);
        var interrupted = await FindHeadAsync("c1");
        await WriteAsync(store => ClaimAsync(store, interrupted));

        await WriteAsync(store => store.DueQueues.MakeInterruptedDueAsync(Now));

        (await ListDueQueuesAsync(Now)).ShouldBe(["c1 ToHelpdesk"]);
    }

    [Fact]
    public async Task A_new_webhook_makes_the_waiting_events_of_its_channel_due_and_no_others()
    {
        var later = Now + TimeSpan.FromHours(1);
        await AddConversationAsync("c1");
        await AddConversationAsync("c2", channel: "other");
        await EnqueueAsync("c1", new AgentText("Hi", Ann), dueAt: later);
        await EnqueueAsync("c1", new ClientText("Hello"), dueAt: later);
        await EnqueueAsync("c2", new AgentText("Hi", Ann), dueAt: later);

        await WriteAsync(store => store.DueQueues.MakeEventsDueAsync("shop", Now));

        (await ListDueQueuesAsync(Now)).ShouldBe(["c1 ToJaicp"]);
    }

    [Fact]
    public async Task A_wake_up_during_an_attempt_stays_in_effect_although_the_attempt_failed()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new AgentText("Hi", Ann));
        var loaded = (await ListWaitingAsync("c1", Direction.ToJaicp))[0];
        await WriteAsync(store => ClaimAsync(store, loaded));

        // The wake-up comes at the very time for which the message was due anyway: only the number of wake-ups tells it apart.
        await WriteAsync(store => store.DueQueues.MakeEventsDueAsync("shop", Now));
        await WriteAsync(store => store.RunAsync(
            [DeliveryStatements.Postpone(loaded, MessageState.Pending, Now + TimeSpan.FromHours(1), "410", outage: false)]));

        (await ListDueQueuesAsync(Now)).ShouldBe(["c1 ToJaicp"]);
        var woken = (await ListWaitingAsync("c1", Direction.ToJaicp))[0];
        woken.ShouldBe(loaded with { Attempts = 1, ClaimedAt = Now, BatchId = loaded.Id, Wakes = loaded.Wakes + 1 });
        await WriteAsync(store => store.RunAsync(
            [DeliveryStatements.Postpone(woken, MessageState.Pending, Now + TimeSpan.FromHours(1), "410", outage: false)]));
        (await ListDueQueuesAsync(Now)).ShouldBeEmpty();
    }
}
