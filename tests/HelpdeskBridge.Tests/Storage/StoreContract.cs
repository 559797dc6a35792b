using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// What every engine must do. Each engine has one class that derives from this one and opens its store. Each test gets an empty store.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.Zero);
    private static readonly ChannelUser Ivan = new("shop", "Ivan");

    private int _ids;

    private IDatabase Store { get; set; } = null!;

    private protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's store. The first call creates it; later calls open the same one.</summary>
    private protected abstract Task<IDatabase> OpenAsync();

    /// <summary>Removes the test's store, which is no longer open.</summary>
    protected abstract ValueTask RemoveAsync();

    public async ValueTask InitializeAsync()
    {
        Store = await OpenAsync();
        await Store.MigrateAsync(CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    private async Task ReopenAsync()
    {
        await CloseAsync();
        Store = await OpenAsync();
        await Store.MigrateAsync(CancellationToken);
    }

    private async Task CloseAsync()
    {
        if (Store is IAsyncDisposable closing)
            await closing.DisposeAsync();
    }

    private Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work) => Store.WriteAsync(work, CancellationToken);

    private async Task WriteAsync(Func<StoreTransaction, Task> work) => await Store.WriteAsync(
        async store =>
        {
            await work(store);
            return true;
        },
        CancellationToken);

    private Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work) => Store.ReadAsync(work, CancellationToken);

    internal static Conversation CreateConversation(
        string id, ChannelUser? client = null, Phase phase = Phase.Open, int minutesAgo = 0) => new()
        {
            Id = id,
            Client = client ?? Ivan,
            Helpdesk = "main",
            Phase = phase,
            OpenedAt = Now - TimeSpan.FromMinutes(minutesAgo),
            EndedAt = phase == Phase.Ended ? Now : null,
            DestinationId = "1",
        };

    /// <summary>Stores an open conversation of a client of its own.</summary>
    private async Task<string> AddConversationAsync(string id, string channel = "shop")
    {
        await WriteAsync(store => store.Conversations.SaveAsync(CreateConversation(id, new ChannelUser(channel, $"user of {id}"))));
        return id;
    }

    private Task<bool> EnqueueAsync(string conversation, MessageBody body, DateTimeOffset? dueAt = null, string? sourceKey = null) =>
        WriteAsync(store => EnqueueAsync(store, conversation, body, $"m{Interlocked.Increment(ref _ids)}", dueAt, sourceKey));

    /// <returns>False when it is a duplicate.</returns>
    private static async Task<bool> EnqueueAsync(
        StoreTransaction store, string conversation, MessageBody body, string id, DateTimeOffset? dueAt = null, string? sourceKey = null) =>
        await store.Queues.EnqueueAsync(conversation, new Outgoing(body, dueAt ?? Now, sourceKey), body.ToJson(), id, Now) != EnqueueResult.Duplicate;

    private static async Task<bool> ClaimAsync(StoreTransaction store, StoredMessage message, bool onlyLookedUp = false) =>
        (await store.RunAsync([DeliveryStatements.Claim(message, message.Id, Now, onlyLookedUp)]))[0] is not null;

    private Task<List<StoredMessage>> ListWaitingAsync(string conversation, Direction direction = Direction.ToHelpdesk, int limit = 100) =>
        ReadAsync(store => store.Queues.ListWaitingAsync(new QueueId(conversation, direction), limit));

    private async Task<StoredMessage> FindHeadAsync(string conversation) => (await ListWaitingAsync(conversation))[0];
}
