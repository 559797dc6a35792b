using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Many_concurrent_writes_are_all_there_after_reopening()
    {
        const int Conversations = 50;
        const int TextsEach = 10;
        for (var i = 0; i < Conversations; i++)
            await AddConversationAsync($"c{i}");
        var accepted = await Task.WhenAll(
            from text in Enumerable.Range(0, TextsEach)
            from conversation in Enumerable.Range(0, Conversations)
            select EnqueueAsync($"c{conversation}", new ClientText($"{text}")));
        accepted.ShouldAllBe(stored => stored);

        await ReopenAsync();

        for (var i = 0; i < Conversations; i++)
        {
            var waiting = await ListWaitingAsync($"c{i}");
            waiting.Select(message => message.Sequence).ShouldBe(Enumerable.Range(1, TextsEach).Select(number => (long)number));
            waiting.Select(message => ((ClientText)message.Body).Text)
                .ShouldBe(Enumerable.Range(0, TextsEach).Select(number => $"{number}"), ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_write_that_fails_leaves_nothing_behind_and_does_not_affect_others()
    {
        await AddConversationAsync("c1");
        using var gate = new Gate();
        var first = WriteAsync(gate.HoldAsync);
        await gate.Held;

        // These wait behind the first one, so they may share a commit.
        var before = EnqueueAsync("c1", new ClientText("before"));
        var failing = WriteAsync(async store =>
        {
            await EnqueueAsync(store, "c1", new ClientText("never"), "never");
            throw new InvalidDataException("A fault in the middle.");
        });
        var refused = WriteAsync(async store =>
        {
            await EnqueueAsync(store, "c1", new ClientText("never"), "never too");
            await EnqueueAsync(store, "unknown conversation", new ClientText("never"), "never three");
        });
        var after = EnqueueAsync("c1", new ClientText("after"));
        gate.Open();

        await first;
        (await before).ShouldBeTrue();
        await Should.ThrowAsync<InvalidDataException>(() => failing);
        await Should.ThrowAsync<StoreUnavailableException>(() => refused);
        (await after).ShouldBeTrue();
        (await ListWaitingAsync("c1")).Select(message => ((ClientText)message.Body).Text).ShouldBe(["before", "after"]);
    }

    [Fact]
    public async Task What_is_to_be_done_after_the_commit_is_done_then_and_never_for_a_write_that_fails()
    {
        await AddConversationAsync("c1");
        var done = new List<string>();
        using var gate = new Gate();
        var write = WriteAsync(async store =>
        {
            store.AfterCommit(() => done.Add("first"));
            await gate.HoldAsync(store);
            store.AfterCommit(() => done.Add("second"));
        });
        await gate.Held;
        done.ShouldBeEmpty();
        gate.Open();
        await write;

        await Should.ThrowAsync<InvalidDataException>(() => WriteAsync(store =>
        {
            store.AfterCommit(() => done.Add("never"));
            throw new InvalidDataException("A fault in the end.");
        }));
        done.ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task A_write_is_not_seen_before_it_is_committed_nor_reported_before_it_is_seen()
    {
        await AddConversationAsync("c1");
        using var gate = new Gate();
        var write = WriteAsync(async store =>
        {
            await EnqueueAsync(store, "c1", new ClientText("Hello"), "m");
            await gate.HoldAsync(store);
        });
        await gate.Held;

        (await ListWaitingAsync("c1")).ShouldBeEmpty();
        write.IsCompleted.ShouldBeFalse();
        gate.Open();
        await write;
        (await ListWaitingAsync("c1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_read_sees_one_snapshot_even_while_others_write()
    {
        await AddConversationAsync("c1");
        var (before, after) = await ReadAsync(async store =>
        {
            var queue = new QueueId("c1", Direction.ToHelpdesk);
            var count = (await store.Queues.ListWaitingAsync(queue, 10)).Count;
            await EnqueueAsync("c1", new ClientText("Hello"));
            return (count, (await store.Queues.ListWaitingAsync(queue, 10)).Count);
        });

        (before, after).ShouldBe((0, 0));
        (await ListWaitingAsync("c1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_read_of_one_statement_sees_what_is_committed_and_two_statements_need_a_snapshot()
    {
        await AddConversationAsync("c1");
        (await Store.ReadStatementAsync(store => store.Conversations.FindAsync("c1"), CancellationToken)).ShouldNotBeNull();

        await Should.ThrowAsync<InvalidOperationException>(() => Store.ReadStatementAsync(
            async store => (await store.Conversations.FindAsync("c1"), await store.Conversations.FindAsync("c1")), CancellationToken));
        (await Store.ReadStatementAsync(store => store.Conversations.FindAsync("c2"), CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("Hello"));
        await Store.MigrateAsync(CancellationToken);
        await ReopenAsync();
        await Store.MigrateAsync(CancellationToken);

        (await ListWaitingAsync("c1")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_is_recorded_once()
    {
        await AddConversationAsync("c1");
        await EnqueueAsync("c1", new ClientText("Hello"));
        var head = await FindHeadAsync("c1");

        await Should.NotThrowAsync(async () =>
        {
            await WriteAsync(store => store.RunAsync([DeliveryStatements.AddAttempt(head.Id, 1, "Retry", "503", Now)]));
            await WriteAsync(store => store.RunAsync([DeliveryStatements.AddAttempt(head.Id, 1, "Retry", "503", Now)]));
            await WriteAsync(store => store.RunAsync([DeliveryStatements.AddAttempt(head.Id, 2, "Delivered", null, Now)]));
        });
    }

    /// <summary>Holds a write until the test opens it.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Held => _held.Task;

        public Task HoldAsync(StoreTransaction _)
        {
            _held.TrySetResult();
            return _opened.Task;
        }

        public void Open() => _opened.TrySetResult();

        public void Dispose() => Open();
    }
}
