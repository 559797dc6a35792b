using HelpdeskBridge.Admin;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>What operators have started, while the store takes no writes.</summary>
public sealed class OperationRunnerTests
{
    [Fact]
    public async Task A_store_that_takes_no_writes_is_tried_again_later_and_not_at_every_step()
    {
        var (folder, time) = (Directory.CreateTempSubdirectory("bridge-test-").FullName, BridgeApp.NewClock());
        try
        {
            var clock = new BridgeClock(time);
            var options = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder, "bridge.db")}" };
            await using var inner = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(options), NullLogger<SqliteDatabase>.Instance);
            await inner.MigrateAsync(TestContext.Current.CancellationToken);
            var operation = new Operation(clock.NewId(), Operation.RetryDeadLetters, null, null, "api key", "127.0.0.1", clock.Now, 100);
            await inner.WriteAsync(store => store.Operations.AddAsync(operation), TestContext.Current.CancellationToken);
            var database = new UnwritableDatabase(inner, time);
            using var runner = new OperationRunner(database, new OperationSignal(clock), null!, clock, NullLogger<OperationRunner>.Instance);

            await runner.StartAsync(TestContext.Current.CancellationToken);
            while (database.Attempts.Count < 3)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            await runner.StopAsync(TestContext.Current.CancellationToken);
            database.Attempts.Zip(database.Attempts.Skip(1), (one, next) => next - one)
                .ShouldAllBe(pause => pause >= TimeSpan.FromSeconds(15));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A store on a full disk: it can be read.</summary>
    private sealed class UnwritableDatabase(IDatabase inner, FakeTimeProvider time) : IDatabase
    {
        private readonly List<DateTimeOffset> _attempts = [];

        public IReadOnlyList<DateTimeOffset> Attempts
        {
            get
            {
                lock (_attempts)
                    return [.. _attempts];
            }
        }

        public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

        public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken)
        {
            lock (_attempts)
                _attempts.Add(time.GetUtcNow());
            throw new StoreUnavailableException(new IOException("The disk is full."));
        }

        public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
            inner.ReadAsync(work, cancellationToken);

        public Task OverwriteErasedAsync(CancellationToken cancellationToken) => inner.OverwriteErasedAsync(cancellationToken);
    }
}
