using System.Collections.Concurrent;
using HelpdeskBridge.Admin;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging.Abstractions;

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
            var attempts = new ConcurrentQueue<DateTimeOffset>();
            var database = new UnwritableDatabase(inner, () =>
            {
                attempts.Enqueue(time.GetUtcNow());
                return new StoreUnavailableException(new IOException("The disk is full."));
            });
            using var runner = new OperationRunner(database, new OperationSignal(clock), null!, clock, NullLogger<OperationRunner>.Instance);

            await runner.StartAsync(TestContext.Current.CancellationToken);
            while (attempts.Count < 3)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            await runner.StopAsync(TestContext.Current.CancellationToken);
            attempts.Zip(attempts.Skip(1), (one, next) => next - one)
                .ShouldAllBe(pause => pause >= TimeSpan.FromSeconds(15));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
