using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset MuchLater = Now + TimeSpan.FromHours(1);

    [Fact]
    public async Task After_an_outage_the_queues_that_it_put_off_become_due_a_few_at_a_time_the_oldest_first_and_once()
    {
        var ids = Enumerable.Range(1, OutageStore.WokenTogether + 2).Select(i => $"c{i}").ToList();
        for (var i = 0; i < ids.Count; i++)
        {
            await AddConversationAsync(ids[i]);
            await EnqueueAsync(ids[i], new ClientText("one"), dueAt: Now + TimeSpan.FromMinutes(i - 60));
            await EnqueueAsync(ids[i], new ClientText("two"), dueAt: Now);
            await PutOffAsync(ids[i], outage: true);
        }

        await WriteAsync(store => store.Outages.MakeMessagesDueAsync(Direction.ToHelpdesk, "main", Now));

        var second = Now + OutageStore.WakeInterval;
        var woken = await ListDueQueuesAsync(Now);
        woken.Count().ShouldBe(OutageStore.WokenTogether);
        (await ListDueQueuesAsync(second)).Count().ShouldBe(ids.Count);

        // Whoever fails again waits for its own delay.
        foreach (var id in ids)
            await PutOffAsync(id, outage: false);
        await WriteAsync(store => store.Outages.MakeMessagesDueAsync(Direction.ToHelpdesk, "main", Now));
        (await ListDueQueuesAsync(second)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_an_outage_wakes_only_what_it_put_off_and_only_for_its_own_endpoint()
    {
        await AddConversationAsync("put off");
        await AddConversationAsync("own delay");
        await AddConversationAsync("other channel", channel: "other");
        await EnqueueAsync("put off", new AgentText("Hi", Ann));
        await EnqueueAsync("own delay", new AgentText("Hi", Ann));
        await EnqueueAsync("other channel", new AgentText("Hi", Ann));
        await PutOffAsync("put off", outage: true, Direction.ToJaicp);
        await PutOffAsync("own delay", outage: false, Direction.ToJaicp);
        await PutOffAsync("other channel", outage: true, Direction.ToJaicp);

        await WriteAsync(store => store.Outages.MakeMessagesDueAsync(Direction.ToHelpdesk, "main", Now));
        (await ListDueQueuesAsync(Now)).ShouldBeEmpty();
        await WriteAsync(store => store.Outages.MakeMessagesDueAsync(Direction.ToJaicp, "shop", Now));
        (await ListDueQueuesAsync(Now)).ShouldBe(["put off ToJaicp"]);
    }

    [Fact]
    public async Task The_queue_with_the_fewest_attempts_is_the_probe()
    {
        (await WriteAsync(store => store.Outages.MakeProbeDueAsync(Direction.ToHelpdesk, "main", null, Now))).ShouldBeNull();
        await AddConversationAsync("tried");
        await AddConversationAsync("new");
        await EnqueueAsync("tried", new ClientText("one"));
        await EnqueueAsync("new", new ClientText("one"));
        await ClaimAsync("tried");
        await PutOffAsync("tried", outage: true);
        await PutOffAsync("new", outage: true);

        (await WriteAsync(store => store.Outages.MakeProbeDueAsync(Direction.ToHelpdesk, "main", null, Now)))
            .ShouldBe(new QueueId("new", Direction.ToHelpdesk));
        (await ListDueQueuesAsync(Now)).ShouldBe(["new ToHelpdesk"]);

        // A probe that does not end is not chosen again.
        (await WriteAsync(store => store.Outages.MakeProbeDueAsync(Direction.ToHelpdesk, "main", "new", Now)))
            .ShouldBe(new QueueId("tried", Direction.ToHelpdesk));
    }

    [Fact]
    public async Task Failures_before_an_outage_was_known_are_marked_later_but_not_messages_that_were_never_tried()
    {
        await AddConversationAsync("tried");
        await AddConversationAsync("new");
        await EnqueueAsync("tried", new ClientText("one"));
        await EnqueueAsync("new", new ClientText("one"));
        await ClaimAsync("tried");
        await PutOffAsync("tried", outage: false);
        await PutOffAsync("new", outage: false);

        await WriteAsync(store => store.Outages.MarkQueueAsync(new QueueId("tried", Direction.ToHelpdesk)));
        await WriteAsync(store => store.Outages.MarkQueueAsync(new QueueId("new", Direction.ToHelpdesk)));
        await WriteAsync(store => store.Outages.MakeMessagesDueAsync(Direction.ToHelpdesk, "main", Now));
        (await ListDueQueuesAsync(Now)).ShouldBe(["tried ToHelpdesk"]);
    }

    [Fact]
    public async Task After_an_outage_the_reads_that_it_put_off_become_due_a_few_at_a_time_and_once()
    {
        var ids = Enumerable.Range(1, OutageStore.WokenTogether + 2).Select(i => $"{i}").ToList();
        foreach (var id in ids)
        {
            await AddSyncAsync(id);
            await PutOffSyncAsync(id, outage: true);
        }

        (await WriteAsync(store => store.Outages.MakeReadProbeDueAsync("other", null, Now))).ShouldBeNull();
        var probe = await WriteAsync(store => store.Outages.MakeReadProbeDueAsync("main", null, Now));
        (await ListDueTicketsAsync(Now)).ShouldBe([probe]);
        (await WriteAsync(store => store.Outages.MakeReadProbeDueAsync("main", probe, Now))).ShouldNotBe(probe);

        await WriteAsync(store => store.Outages.MakeReadsDueAsync("main", Now));
        var second = Now + OutageStore.WakeInterval;
        (await ListDueTicketsAsync(Now)).Count().ShouldBeLessThan(ids.Count);
        (await ListDueTicketsAsync(second)).Count().ShouldBe(ids.Count);

        foreach (var id in ids)
            await PutOffSyncAsync(id, outage: false);
        await WriteAsync(store => store.Outages.MarkReadAsync("main", "1"));
        await WriteAsync(store => store.Outages.MakeReadsDueAsync("main", Now));
        (await ListDueTicketsAsync(second)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task What_has_waited_long_is_counted_by_endpoint_and_reason()
    {
        await AddConversationAsync("c1");
        await AddConversationAsync("c2");
        await AddConversationAsync("c3", channel: "other");
        await EnqueueAsync("c1", new ClientText("one"));
        await EnqueueAsync("c1", new ClientText("behind it"));
        await EnqueueAsync("c2", new ClientText("one"));
        await EnqueueAsync("c3", new AgentText("Hi", Ann));
        await PutOffAsync("c1", outage: false);
        await PutOffAsync("c2", outage: false);
        await AddSyncAsync("7");
        await PutOffSyncAsync("7", outage: false);

        (await ReadAsync(store => store.Overdue.ListMessagesAsync(Now - TimeSpan.FromSeconds(1), 10))).ShouldBeEmpty();
        (await ReadAsync(store => store.Overdue.ListMessagesAsync(Now, 10))).ShouldBe(
        [
            new Overdue(Direction.ToHelpdesk, "main", IsRead: false, "503", 2, Now),
            new Overdue(Direction.ToJaicp, "other", IsRead: false, null, 1, Now),
        ]);
        (await ReadAsync(store => store.Overdue.ListMessagesAsync(Now, 1))).Count.ShouldBe(1);
        (await ReadAsync(store => store.Overdue.ListReadsAsync(Now - TimeSpan.FromSeconds(1), 10))).ShouldBeEmpty();
        (await ReadAsync(store => store.Overdue.ListReadsAsync(Now, 10)))
            .ShouldBe([new Overdue(Direction.ToJaicp, "main", IsRead: true, "503", 1, Now)]);
    }

    [Fact]
    public async Task What_an_outage_may_have_put_off_becomes_due_only_when_its_helpdesk_turns_out_to_have_been_down()
    {
        foreach (var id in new[] { "c1", "c2" })
        {
            await AddConversationAsync(id);
            await EnqueueAsync(id, new ClientText("Hello"));
        }

        var later = Now + TimeSpan.FromHours(1);
        await PutOffAsync("c1", outage: false);
        await WriteAsync(async store =>
        {
            var message = (await store.Queues.ListWaitingAsync(new QueueId("c2", Direction.ToHelpdesk), 1)).Single();
            await store.RunAsync([DeliveryStatements.Postpone(message, MessageState.Pending, later, "502", outage: false, isPerhapsOutage: true)]);
        });
        await WriteAsync(store => store.Outages.MakeMessagesDueAsync(Direction.ToHelpdesk, "main", Now));
        (await FindHeadAsync("c2")).DueAt.ShouldBe(later);
        (await ReadAsync(store => store.Outages.HasPerhapsPutOffAsync("main"))).ShouldBeTrue();
        (await ReadAsync(store => store.Outages.HasPerhapsPutOffAsync("other"))).ShouldBeFalse();

        await WriteAsync(store => store.Outages.MakePerhapsPutOffDueAsync("main", Now));
        (await FindHeadAsync("c2")).DueAt.ShouldBe(Now);
        (await FindHeadAsync("c1")).DueAt.ShouldBeGreaterThan(Now);
        (await ReadAsync(store => store.Outages.HasPerhapsPutOffAsync("main"))).ShouldBeFalse();
    }

    private Task PutOffAsync(string conversationId, bool outage, Direction direction = Direction.ToHelpdesk) => WriteAsync(async store =>
    {
        foreach (var message in await store.Queues.ListWaitingAsync(new QueueId(conversationId, direction), 10))
            await store.RunAsync([DeliveryStatements.Postpone(message, MessageState.Pending, MuchLater, "503", outage)]);
    });

    private Task ClaimAsync(string conversationId) => WriteAsync(async store =>
    {
        var head = (await store.Queues.ListWaitingAsync(new QueueId(conversationId, Direction.ToHelpdesk), 1))[0];
        await ClaimAsync(store, head);
    });

    private Task PutOffSyncAsync(string ticketId, bool outage) => WriteAsync(async store =>
    {
        var sync = await store.TicketSyncs.FindAsync("main", ticketId);
        await store.TicketSyncs.PostponeAfterFailureAsync(sync!, MuchLater, "503", outage);
    });
}
