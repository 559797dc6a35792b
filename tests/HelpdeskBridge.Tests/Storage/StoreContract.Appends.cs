using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Messages_of_many_calls_that_share_a_commit_are_all_there_in_the_order_of_the_calls()
    {
        const int Conversations = 40;
        var before = new List<ConversationVersion>();
        for (var i = 0; i < Conversations; i++)
            before.Add(await AddAsync($"c{i}"));
        using var gate = new Gate();
        var first = WriteAsync(gate.HoldAsync);
        await gate.Held;

        // They wait behind the first one. Each of a chat depends on the one before.
        var one = before.ConvertAll(version => AppendAsync(version, Now, "one"));
        var two = before.ConvertAll(version => AppendAsync(version with { LastMessageAt = Now }, Now.AddSeconds(1), "two", "three"));
        gate.Open();
        await first;

        foreach (var (results, i) in (await Task.WhenAll(one)).Select((results, i) => (results, i)))
        {
            results.ShouldBe([EnqueueResult.First]);
            (await two[i]).ShouldBe([EnqueueResult.Behind, EnqueueResult.Behind]);
            (await ListWaitingAsync($"c{i}")).Select(message => (message.Sequence, ((ClientText)message.Body).Text))
                .ShouldBe([(1, "one"), (2, "two"), (3, "three")]);
            (await ReadAsync(store => store.Conversations.FindVersionAsync($"c{i}"))).ShouldBe(before[i] with { LastMessageAt = Now.AddSeconds(1) });
        }
    }

    [Fact]
    public async Task Of_messages_that_share_a_commit_only_those_are_stored_whose_conversation_has_not_changed()
    {
        var (same, changed) = (await AddAsync("c1"), await AddAsync("c2"));
        using var gate = new Gate();
        var first = WriteAsync(gate.HoldAsync);
        await gate.Held;
        var stored = AppendAsync(same, Now, "stored");
        var behindAnother = AppendAsync(same, Now.AddSeconds(2), "decided before the other one was stored");
        var outdated = AppendAsync(changed with { Version = changed.Version + 1 }, Now, "decided on another version");
        var unknown = AppendAsync(new ConversationVersion("erased", 1, null), Now, "of a chat that was erased");
        gate.Open();
        await first;

        (await stored).ShouldBe([EnqueueResult.First]);
        foreach (var refused in new[] { behindAnother, outdated, unknown })
            (await refused).ShouldBeNull();
        (await ListWaitingAsync("c1")).ShouldHaveSingleItem();
        (await ListWaitingAsync("c2")).ShouldBeEmpty();
        (await ReadAsync(store => store.Conversations.FindVersionAsync("c1"))).ShouldBe(same with { LastMessageAt = Now });
    }

    [Fact]
    public async Task A_message_that_fails_or_is_cancelled_does_not_affect_those_that_share_its_commit()
    {
        var (one, two) = (await AddAsync("c1"), await AddAsync("c2"));
        await AddConversationAsync("c3");
        await WriteAsync(store => EnqueueAsync(store, "c3", new ClientText("another one"), "taken"));
        using var gate = new Gate();
        var first = WriteAsync(gate.HoldAsync);
        await gate.Held;
        var before = AppendAsync(one, Now, "before");
        var failing = Store.WriteAsync(
            CreateAppend(two, Now, [CreateMessages("has the id of another one")[0] with { Id = "taken" }]).Statements, CancellationToken);
        using var caller = new CancellationTokenSource();
        var cancelled = Store.WriteAsync(CreateAppend(two, Now, CreateMessages("cancelled")).Statements, caller.Token);
        var after = AppendAsync(one with { LastMessageAt = Now }, Now.AddSeconds(1), "after");
        await caller.CancelAsync();
        gate.Open();
        await first;

        (await before).ShouldBe([EnqueueResult.First]);
        (await after).ShouldBe([EnqueueResult.Behind]);
        await Should.ThrowAsync<StoreUnavailableException>(() => failing);
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        (await ListWaitingAsync("c1")).Select(message => ((ClientText)message.Body).Text).ShouldBe(["before", "after"]);
        (await ListWaitingAsync("c2")).ShouldBeEmpty();
        (await ReadAsync(store => store.Conversations.FindVersionAsync("c2"))).ShouldBe(two);
    }

    [Fact]
    public async Task The_first_message_of_a_chat_has_its_ticket_opened_without_further_waiting()
    {
        var version = await AddAsync("c1");
        var later = Now.AddSeconds(3);
        await WriteAsync(store => store.Queues.EnqueueAsync("c1", new Outgoing(new OpenTicket(), later), new OpenTicket().ToJson(), "open", Now));
        var append = CreateAppend(version, Now, CreateMessages("Hello"), hastensTicketOpening: true);

        var results = await Store.WriteAsync(append.Statements, CancellationToken);

        append.ReadOpensTicket(results).ShouldBeTrue();
        append.ReadMessages(results).ShouldBe([EnqueueResult.Behind]);
        (await FindHeadAsync("c1")).DueAt.ShouldBe(Now);
        var next = CreateAppend(version with { LastMessageAt = Now }, Now, CreateMessages("again"), hastensTicketOpening: true);
        next.ReadOpensTicket(await Store.WriteAsync(next.Statements, CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_first_conversations_that_share_a_commit_a_client_gets_one_with_its_messages()
    {
        using var gate = new Gate();
        var first = WriteAsync(gate.HoldAsync);
        await gate.Held;
        var begun = StartAsync("c1", "ann", "one", "two");
        var second = StartAsync("c2", "ann", "in another conversation of the same client");
        var other = StartAsync("c3", "bob", "of another client");
        gate.Open();
        await first;

        (await begun).ShouldBe([EnqueueResult.First, EnqueueResult.Behind]);
        (await second).ShouldBeNull();
        (await other).ShouldBe([EnqueueResult.First]);
        (await ListWaitingAsync("c1")).Select(message => ((ClientText)message.Body).Text).ShouldBe(["one", "two"]);
        (await ListWaitingAsync("c2")).ShouldBeEmpty();
        (await ReadAsync(store => store.Conversations.FindAsync("c2"))).ShouldBeNull();
        (await ReadAsync(store => store.Conversations.FindAsync("c1"))).ShouldBe(CreateFirst("c1", "ann"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_who_has_a_conversation_gets_no_first_one(bool isOpen)
    {
        await WriteAsync(store => store.Conversations.SaveAsync(CreateFirst("c1", "ann") with { Phase = isOpen ? Phase.Open : Phase.Ended }));

        (await StartAsync("c2", "ann", "Hello")).ShouldBeNull();

        (await ListWaitingAsync("c2")).ShouldBeEmpty();
        (await ReadAsync(store => store.Conversations.FindCurrentAsync(new ChannelUser("shop", "ann")))).ShouldNotBeNull().Id.ShouldBe("c1");
    }

    private static Conversation CreateFirst(string id, string user) => CreateConversation(id) with
    {
        Client = new ChannelUser("shop", user),
        Context = new HandOverContext("""{"order":"1"}""", """{"vip":true}""", "data"),
        Version = 1,
    };

    private async Task<IReadOnlyList<EnqueueResult>?> StartAsync(string id, string user, params string[] texts) =>
        ConversationStart.ReadMessages(await Store.WriteAsync(
            new ConversationStart(CreateFirst(id, user), CreateMessages(texts), Now).Statements, CancellationToken));

    private static MessageAppend CreateAppend(
        ConversationVersion before, DateTimeOffset at, IReadOnlyList<NewMessage> messages, bool hastensTicketOpening = false) =>
        new(before, at, messages, hastensTicketOpening, Now);

    private NewMessage[] CreateMessages(params string[] texts) => Array.ConvertAll(texts, text =>
    {
        var body = new ClientText(text);
        return new NewMessage(new Outgoing(body, Now), body.ToJson(), $"m{Interlocked.Increment(ref _ids)}");
    });

    private async Task<IReadOnlyList<EnqueueResult>?> AppendAsync(ConversationVersion before, DateTimeOffset at, params string[] texts)
    {
        var append = CreateAppend(before, at, CreateMessages(texts));
        return append.ReadMessages(await Store.WriteAsync(append.Statements, CancellationToken));
    }

    /// <summary>Adds a conversation.</summary>
    private async Task<ConversationVersion> AddAsync(string id)
    {
        await AddConversationAsync(id);
        return (await ReadAsync(store => store.Conversations.FindVersionAsync(id))).ShouldNotBeNull();
    }
}
