using System.Diagnostics;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Simulators;
using HelpdeskBridge.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HelpdeskBridge.Tests.Processes;

/// <summary><c>-- migrate-store</c> as a process of its own, which is killed.</summary>
public sealed class KilledMigrationTests(PostgreSqlFixture server) : IDisposable
{
    /// <summary>When the messages are copied, and their attempts are next, the copy waits as long as the test has this lock.</summary>
    private const string WaitInTheMiddle = """
        CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared(42);
            RETURN NULL;
        END $$;
        CREATE TRIGGER wait_for_test BEFORE INSERT ON attempts FOR EACH STATEMENT EXECUTE FUNCTION wait_for_test();
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-migration-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_copy_that_was_killed_goes_on_where_it_was_and_nobody_can_use_either_store_before_it_is_complete()
    {
        using var old = await MigrateStoreTests.LoadAsync();
        var waiting = (await old.ReadAsync("SELECT id FROM messages WHERE state IN ('Pending', 'Sending') ORDER BY id LIMIT 1")).Single();
        Directory.CreateDirectory(old.ClientFiles);
        await File.WriteAllTextAsync(Path.Combine(old.ClientFiles, waiting), "picture", Cancellation);
        var target = await server.CreateAsync();
        await PostgreSqlRows.ExecuteAsync(target, WaitInTheMiddle);
        await using (var holding = await PostgreSqlRows.OpenAsync(target))
        {
            await using var locking = new NpgsqlCommand("SELECT pg_advisory_lock(42)", holding);
            await locking.ExecuteNonQueryAsync(Cancellation);
            using var killed = Start(old, target);
            await Wait.UntilAsync(async () => (await PostgreSqlRows.ReadAsync(
                target,
                """
                SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND objid = 42
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)).Count > 0);

            await using (var source = new SqliteDatabase(
                new StorageOptions { ConnectionString = old.ConnectionString + ";Pooling=False" }.AsOptions(), NullLogger<SqliteDatabase>.Instance))
            {
                await Should.ThrowAsync<StoreUnavailableException>(() => source.MigrateAsync(Cancellation));
                await Should.ThrowAsync<StoreUnavailableException>(
                    () => source.WriteAsync(store => store.Probe.WriteAsync(DateTimeOffset.UnixEpoch), Cancellation));
            }

            await using (var copy = PostgreSqlFixture.Open(target))
                await Should.ThrowAsync<UnfinishedCopyException>(() => copy.MigrateAsync(Cancellation));
            killed.Kill();
            await killed.WaitForExitAsync(Cancellation);
        }

        const string Messages = "SELECT id, xmin::text FROM messages ORDER BY id";
        var copied = await PostgreSqlRows.ReadAsync(target, Messages);
        copied.ShouldNotBeEmpty();

        using var next = Start(old, target);
        var output = next.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await next.StandardError.ReadToEndAsync(Cancellation);
        await next.WaitForExitAsync(Cancellation);

        next.ExitCode.ShouldBe(0, error);
        error.ShouldStartWith("An earlier run was interrupted. This one goes on where it was.\n");
        (await output).ShouldContain("Clients' files that are not in a ticket yet are in it as well: 1.");
        (await PostgreSqlRows.ReadAsync(target, Messages)).ShouldBe(copied, "no message was copied again");
        await MigrateStoreTests.ShouldBeSameAsync(old, target);
        (await PostgreSqlRows.ReadAsync(target, "SELECT message_id, convert_from(content, 'UTF8') FROM client_file_parts"))
            .ShouldBe([$"{waiting}|picture"]);
    }

    private Process Start(OldVersionStore old, string target)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "HelpdeskBridge.dll"), "migrate-store", "--to", target,
            $"--Storage:ConnectionString={old.ConnectionString}",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
