using System.Reflection;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The contract on SQLite, each test in a file of its own, and what can happen to a file only.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-store-test-").FullName;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "a new folder", "bridge.db")}";

    private protected override Task<IDatabase> OpenAsync() => Task.FromResult<IDatabase>(Open(ConnectionString));

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_locked_database_refuses_writes_and_accepts_them_again_when_it_is_free()
    {
        await using var store = Open(ConnectionString);
        await using (var other = new SqliteConnection(ConnectionString + ";Pooling=False"))
        {
            await other.OpenAsync(CancellationToken);
            await using var locking = other.BeginTransaction(deferred: false);

            await Should.ThrowAsync<StoreUnavailableException>(() => AddSyncAsync(store, "7"));
            (await IsPendingAsync(store, "7")).ShouldBeFalse("a read does not wait for a writer");
        }

        await AddSyncAsync(store, "8");
        (await IsPendingAsync(store, "7")).ShouldBeFalse();
        (await IsPendingAsync(store, "8")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_database_stores_nothing_of_a_commit_and_goes_on_when_there_is_room()
    {
        await using var store = Open(ConnectionString);
        await SetMaxPagesAsync(store, 1);
        var (runs, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = WriteAsync(store, runs, end);
        await runs.Task;

        // Both wait for the same commit. The small write alone would still have room.
        var small = AddSyncAsync(store, "7");
        var large = store.WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", new string('x', 1_000_000)), CancellationToken);
        end.SetResult();

        await Should.ThrowAsync<StoreUnavailableException>(() => large);
        await Should.ThrowAsync<StoreUnavailableException>(() => small);
        await holding;
        (await IsPendingAsync(store, "7")).ShouldBeFalse();

        await SetMaxPagesAsync(store, 1_000_000);
        await store.WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", new string('x', 1_000_000)), CancellationToken);
        await AddSyncAsync(store, "7");
        (await IsPendingAsync(store, "7")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_store_that_can_not_be_opened_is_unavailable_for_reading_and_writing()
    {
        await using var store = Open($"Data Source={_folder}");

        await Should.ThrowAsync<StoreUnavailableException>(() => AddSyncAsync(store, "7"));
        await Should.ThrowAsync<StoreUnavailableException>(() => IsPendingAsync(store, "7"));
    }

    [Fact]
    public async Task Writes_that_share_a_commit_return_only_after_it()
    {
        await using var store = Open(ConnectionString);
        var (firstRuns, first) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (lastRuns, last) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = WriteAsync(store, firstRuns, first);
        await firstRuns.Task;
        var early = AddSyncAsync(store, "7");
        var late = WriteAsync(store, lastRuns, last);
        first.SetResult();
        await lastRuns.Task;

        // It ran before the last one, in the same transaction, which is not committed yet.
        early.IsCompleted.ShouldBeFalse();
        (await IsPendingAsync(store, "7")).ShouldBeFalse();
        last.SetResult();
        await Task.WhenAll(holding, early, late);
        (await IsPendingAsync(store, "7")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_completed_write_is_in_the_files_while_the_store_is_still_open()
    {
        await using var store = Open(ConnectionString);
        await AddSyncAsync(store, "7");

        // A crash would leave what a copy of the files has now, with the store still open.
        var copy = Path.Combine(_folder, "copy.db");
        var original = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(original + suffix, copy + suffix);
        await using var survivor = Open($"Data Source={copy}");

        (await IsPendingAsync(survivor, "7")).ShouldBeTrue();
    }

    /// <summary>
    /// The log of the writes has each page that was changed, so its size shows what a text rewrites. SQLite changes a row in place, page by page, as
    /// long as its size stays the same; a text changes only a time.
    /// </summary>
    [Fact]
    public async Task A_text_does_not_write_the_context_of_its_conversation_again()
    {
        await using var store = Open(ConnectionString);
        var conversation = CreateConversation("large") with { LastMessageAt = Now, Context = new(null, null, $"\"{new string('x', 1_000_000)}\"") };
        conversation = await store.WriteAsync(write => write.Conversations.SaveAsync(conversation), CancellationToken);
        var log = new FileInfo(new SqliteConnectionStringBuilder(ConnectionString).DataSource + "-wal");
        var before = log.Length;
        for (var i = 1; i <= 20; i++)
        {
            var next = conversation with { LastMessageAt = Now.AddSeconds(i) };
            await store.WriteAsync(write => write.Conversations.SaveLastMessageAsync(next), CancellationToken);
        }

        log.Refresh();
        (log.Length - before).ShouldBeLessThan(1_000_000);
    }

    /// <summary>Limits the size of the file for the connection of all writes, which the stores keep to themselves.</summary>
    private static Task<bool> SetMaxPagesAsync(SqliteDatabase database, int max) => database.WriteAsync(
        async store =>
        {
            var field = typeof(StoreTransaction).GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
                .Single(field => field.FieldType == typeof(StoreConnection));
            await ((StoreConnection)field.GetValue(store)!).QueryAsync<long>($"PRAGMA max_page_count = {max}");
            return true;
        },
        CancellationToken);

    private static SqliteDatabase Open(string connectionString) =>
        new(new StorageOptions { ConnectionString = connectionString }.AsOptions(), NullLogger<SqliteDatabase>.Instance);

    private static Task<bool> WriteAsync(SqliteDatabase store, TaskCompletionSource runs, TaskCompletionSource until) => store.WriteAsync(
        async _ =>
        {
            runs.SetResult();
            await until.Task;
            return true;
        },
        CancellationToken);

    private static Task<bool> AddSyncAsync(SqliteDatabase store, string ticketId) => store.WriteAsync(
        async store =>
        {
            await store.TicketSyncs.AddAsync("main", ticketId, DateTimeOffset.UnixEpoch);
            return true;
        },
        CancellationToken);

    private static Task<bool> IsPendingAsync(SqliteDatabase store, string ticketId) =>
        store.ReadAsync(async store => await store.TicketSyncs.FindAsync("main", ticketId) is not null, CancellationToken);
}
