using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>The contract on SQLite, in a file of each test's own, and what only a file can suffer.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-store-test-").FullName;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "a new folder", "bridge.db")}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected override IDatabase Open() =>
        new SqliteDatabase(new StorageOptions { ConnectionString = ConnectionString }.AsOptions(), NullLogger<SqliteDatabase>.Instance);

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_locked_database_takes_no_write_says_so_and_takes_writes_again_when_it_is_free()
    {
        await using var store = (SqliteDatabase)Open();
        await using (var other = new SqliteConnection(ConnectionString + ";Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var locking = other.BeginTransaction(deferred: false);

            await Should.ThrowAsync<StoreUnavailableException>(() => NoteAsync(store, "7"));
            (await IsNotedAsync(store, "7")).ShouldBeFalse("reading goes on beside a writer");
        }

        await NoteAsync(store, "8");
        (await IsNotedAsync(store, "7")).ShouldBeFalse();
        (await IsNotedAsync(store, "8")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_database_takes_nothing_of_a_commit_and_goes_on_when_there_is_room()
    {
        await using var store = (SqliteDatabase)Open();
        await SetMostPagesAsync(1);
        var (runs, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = WriteAsync(store, runs, end);
        await runs.Task;

        // Both wait for the same commit; the note alone would still have room.
        var note = NoteAsync(store, "7");
        var large = store.WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", new string('x', 1_000_000)), Cancellation);
        end.SetResult();

        await Should.ThrowAsync<StoreUnavailableException>(() => large);
        await Should.ThrowAsync<StoreUnavailableException>(() => note);
        await holding;
        (await IsNotedAsync(store, "7")).ShouldBeFalse();

        await SetMostPagesAsync(1_000_000);
        await store.WriteAsync(store => store.Channels.SaveWebhookUrlAsync("shop", new string('x', 1_000_000)), Cancellation);
        await NoteAsync(store, "7");
        (await IsNotedAsync(store, "7")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_store_that_can_not_be_opened_is_unavailable_for_reading_and_writing()
    {
        var settings = new StorageOptions { ConnectionString = $"Data Source={_folder}" }.AsOptions();
        await using var store = new SqliteDatabase(settings, NullLogger<SqliteDatabase>.Instance);

        await Should.ThrowAsync<StoreUnavailableException>(() => NoteAsync(store, "7"));
        await Should.ThrowAsync<StoreUnavailableException>(() => IsNotedAsync(store, "7"));
    }

    [Fact]
    public async Task Writes_that_share_a_commit_hear_back_only_after_it()
    {
        await using var store = (SqliteDatabase)Open();
        var (firstRuns, first) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (lastRuns, last) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = WriteAsync(store, firstRuns, first);
        await firstRuns.Task;
        var early = NoteAsync(store, "7");
        var late = WriteAsync(store, lastRuns, last);
        first.SetResult();
        await lastRuns.Task;

        // The note was written before the last one ran, in the same transaction, which is not committed yet.
        early.IsCompleted.ShouldBeFalse();
        (await IsNotedAsync(store, "7")).ShouldBeFalse();
        last.SetResult();
        await Task.WhenAll(holding, early, late);
        (await IsNotedAsync(store, "7")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_reported_is_in_the_files_while_the_store_is_still_open()
    {
        await using var store = (SqliteDatabase)Open();
        await NoteAsync(store, "7");

        // A copy of the files as they are now, with the store still open, is what a crash would leave.
        var copy = Path.Combine(_folder, "copy.db");
        var original = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(original + suffix, copy + suffix);
        var settings = new StorageOptions { ConnectionString = $"Data Source={copy}" }.AsOptions();
        await using var survivor = new SqliteDatabase(settings, NullLogger<SqliteDatabase>.Instance);

        (await IsNotedAsync(survivor, "7")).ShouldBeTrue();
    }

    /// <summary>For the store's own connections: they come from the same pool.</summary>
    private async Task SetMostPagesAsync(int max)
    {
        var pooled = new SqliteConnectionStringBuilder(ConnectionString) { DefaultTimeout = 3 }.ToString();
        var connections = Enumerable.Range(0, 4).Select(_ => new SqliteConnection(pooled)).ToList();
        foreach (var connection in connections)
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {max}");
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        foreach (var connection in connections)
            await connection.DisposeAsync();
    }

    private static Task<bool> WriteAsync(SqliteDatabase store, TaskCompletionSource runs, TaskCompletionSource until) => store.WriteAsync(
        async _ =>
        {
            runs.SetResult();
            await until.Task;
            return true;
        },
        Cancellation);

    private static Task<bool> NoteAsync(SqliteDatabase store, string ticketId) => store.WriteAsync(
        async store =>
        {
            await store.TicketSyncs.AddAsync("main", ticketId, DateTimeOffset.UnixEpoch);
            return true;
        },
        Cancellation);

    private static Task<bool> IsNotedAsync(SqliteDatabase store, string ticketId) =>
        store.ReadAsync(async store => await store.TicketSyncs.FindAsync("main", ticketId) is not null, Cancellation);
}
