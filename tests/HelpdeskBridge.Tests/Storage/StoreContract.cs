using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// What every database must do. A product is a class that derives from this one and opens it; each test gets an empty store.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.Zero);
    private static readonly ChannelUser Ivan = new("shop", "Ivan");

    private int _ids;

    private IDatabase Store { get; set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens the test's store: a new one at first, the same one at each later call.</summary>
    private protected abstract IDatabase Open();

    /// <summary>Removes the test's store; every opening of it is closed.</summary>
    protected abstract ValueTask RemoveAsync();

    public async ValueTask InitializeAsync()
    {
        Store = Open();
        await Store.MigrateAsync(Cancellation);
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
        Store = Open();
        await Store.MigrateAsync(Cancellation);
    }

    private async Task CloseAsync()
    {
        if (Store is IAsyncDisposable closing)
            await closing.DisposeAsync();
    }

    private Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work) => Store.WriteAsync(work, Cancellation);

    private async Task WriteAsync(Func<StoreTransaction, Task> work) => await Store.WriteAsync(
        async store =>
        {
            await work(store);
            return true;
        },
        Cancellation);

    private Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work) => Store.ReadAsync(work, Cancellation);

    private static Conversation Chat(string id, ChannelUser? client = null, Phase phase = Phase.Open, int minutesAgo = 0) => new()
    {
        Id = id,
        Client = client ?? Ivan,
        Helpdesk = "main",
        Phase = phase,
        OpenedAt = Now - TimeSpan.FromMinutes(minutesAgo),
        EndedAt = phase == Phase.Ended ? Now : null,
        DestinationId = "1",
    };

    /// <summary>An open conversation of a client of its own.</summary>
    private async Task<string> OpenChatAsync(string id, string channel = "shop")
    {
        await WriteAsync(store => store.Conversations.SaveAsync(Chat(id, new ChannelUser(channel, $"user of {id}"))));
        return id;
    }

    private Task<bool> EnqueueAsync(string conversation, MessageBody body, DateTimeOffset? dueAt = null, string? sourceKey = null) =>
        WriteAsync(store => store.Queues.EnqueueAsync(conversation, new Outgoing(body, dueAt ?? Now, sourceKey), $"m{Interlocked.Increment(ref _ids)}", Now));

    private Task<List<StoredMessage>> WaitingAsync(string conversation, Direction direction = Direction.ToHelpdesk, int max = 100) =>
        ReadAsync(store => store.Queues.ListWaitingAsync(new QueueId(conversation, direction), max));

    private async Task<StoredMessage> HeadAsync(string conversation) => (await WaitingAsync(conversation))[0];
}
