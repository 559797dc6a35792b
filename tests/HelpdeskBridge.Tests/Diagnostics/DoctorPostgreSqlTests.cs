using System.Globalization;
using HelpdeskBridge.Tests.Processes;
using HelpdeskBridge.Tests.Settings;
using HelpdeskBridge.Tests.Storage;
using Npgsql;

namespace HelpdeskBridge.Tests.Diagnostics;

/// <summary><c>-- doctor</c> on a store in PostgreSQL. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class DoctorPostgreSqlTests : IAsyncLifetime
{
    private const string Password = "s3cret-password";

    private DoctorWorld _world = null!;
    private PostgreSqlServer _server = null!;
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        PostgreSqlFixture.RequireInstalled();
        _server = await PostgreSqlServer.StartAsync(isDurable: true);
        _database = await _server.CreateDatabaseAsync();
        _world = await DoctorWorld.StartAsync();
        _world.Settings["Storage:Provider"] = "PostgreSql";
        _world.Settings["Storage:ConnectionString"] = $"{_database};Password={Password}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Everything_that_can_be_wrong_with_a_database_is_named_and_nothing_is_changed()
    {
        // The database is empty, and stays so.
        var lines = await RunAsync();
        lines.ShouldContain(line => line.StartsWith("store.file skipped", StringComparison.Ordinal));
        lines.Where(line => line.Contains(" fail ", StringComparison.Ordinal)).ShouldBeEmpty();
        (await PostgreSqlRows.ReadAsync(_database, "SELECT 1 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
            .ShouldBeEmpty();
        await using (var store = PostgreSqlFixture.Open(_database))
        {
            await store.MigrateAsync(Cancellation);
            await store.WriteAsync(
                async write =>
                {
                    await write.Channels.SaveWebhookUrlAsync("shop", _world.Jaicp.WebhookUrl.ToString());
                    return true;
                },
                Cancellation);
        }

        // Everything is in order.
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        var sound = await _world.RunAsync();
        sound.Wrong.ShouldBeEmpty();
        sound.Checks.Where(check => check.Side == "store").Select(check => $"{check.Id} {check.Status}").ShouldBe(
        [
            "store.file ok", "store.server ok", "store.writable ok", "store.durable ok", "store.connections ok", "store.writable ok",
            "store.space ok",
        ]);
        sound.Checks.Where(check => check.Id == "store.file").ShouldAllBe(
            check => check.Subject == $"127.0.0.1/{name}");

        await FaultAsync("ALTER SYSTEM SET synchronous_commit = off", "store.durable ok * the bridge sets it to on for itself");
        await FaultAsync("ALTER SYSTEM SET full_page_writes = off", "store.durable warn * full_page_writes = on");
        await FaultAsync("ALTER SYSTEM SET fsync = off", "store.durable fail * fsync = on");
        await FaultAsync("ALTER ROLE bridge CONNECTION LIMIT 3", "store.connections warn * max_connections");
        await FaultAsync("ALTER ROLE bridge CONNECTION LIMIT -1", "store.connections ok");
        await FaultAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on", "store.writable fail * default_transaction_read_only");
        await _server.ExecuteAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");
        await _server.ExecuteAsync("ALTER SYSTEM RESET ALL");
        await _server.ExecuteAsync("SELECT pg_reload_conf()");

        Use("Username", "nobody-known");
        (await RunAsync()).ShouldContain(line => Matches(line, "store.file fail * refuses the sign-in"));
        Use("Database", "nothing");
        (await RunAsync()).ShouldContain(line => Matches(line, "store.file fail * no database of this name"));
        Use("Port", "1");
        (await RunAsync()).ShouldContain(line => Matches(line, "store.file fail * Nothing listens"));
        Use("Host", "no-such-host.invalid");
        (await RunAsync()).ShouldContain(line => Matches(line, "store.file fail * does not resolve"));

        await _server.ExecuteAsync("CREATE ROLE reader LOGIN");
        Use("Username", "reader");
        (await RunAsync()).ShouldContain(line => Matches(line, "store.writable fail * may not read and write the table"));
        await _server.ExecuteAsync("GRANT ALL ON ALL TABLES IN SCHEMA public TO reader", _database);
        (await RunAsync()).ShouldContain(line => Matches(line, "store.writable warn * the next version"));
        _world.Settings["Storage:ConnectionString"] = _database;

        await _server.ExecuteAsync("INSERT INTO store_copy VALUES (1, 's', 'messages', 1, 1, NULL)", _database);
        (await RunAsync()).ShouldContain(line => Matches(line, "store.file fail * migrate-store"));
        await _server.ExecuteAsync("INSERT INTO schemaversions (scriptname, applied) VALUES ('V999_Later.sql', '2027-01-01')", _database);
        (await RunAsync()).ShouldContain(line => Matches(line, "store.file fail * Start the newer version"));
        await _server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(_server.DataFolder, "standby.signal"), "", Cancellation);
        await _server.ContinueAsync();
        (await RunAsync()).ShouldContain(line => Matches(line, "store.server fail * Target Session Attributes=primary"));
    }

    [Fact]
    public async Task A_certificate_for_the_other_processes_that_ends_soon_is_named()
    {
        using var authority = TestCertificates.CreateAuthority("CN=the authority");
        var (ca, own) = (Path.Combine(_server.DataFolder, "ca.pem"), Path.Combine(_server.DataFolder, "cluster.pem"));
        await File.WriteAllTextAsync(ca, authority.ExportCertificatePem(), Cancellation);
        _world.Settings["Cluster:Provider"] = "PostgreSql";
        _world.Settings["Cluster:CertificateFile"] = own;
        _world.Settings["Cluster:AuthorityFile"] = ca;
        foreach (var (days, status) in new[] { (29, "warn"), (400, "ok") })
        {
            var end = TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(own, TestCertificates.Issue(authority, "CN=one", days), Cancellation);

            var found = (await _world.RunAsync()).Checks.Single(check => check.Id == "cluster.certificate");
            found.Status.ShouldBe(status);
            found.What.ShouldContain(end);
        }
    }

    /// <summary>Changes the server, and expects a finding.</summary>
    private async Task FaultAsync(string sql, string expected)
    {
        await _server.ExecuteAsync(sql);
        await _server.ExecuteAsync("SELECT pg_reload_conf()");
        NpgsqlConnection.ClearAllPools();
        await Simulators.Wait.UntilAsync(async () => (await RunAsync()).Exists(line => Matches(line, expected)));
    }

    private void Use(string key, string value)
    {
        _world.Settings["Storage:ConnectionString"] =
            new NpgsqlConnectionStringBuilder(_database) { Password = Password, [key] = value }.ToString();
    }

    /// <returns>The findings about the store, each as a line. None of them shows a password.</returns>
    private async Task<List<string>> RunAsync()
    {
        var run = await _world.RunAsync();
        (run.Run.Output + run.Run.Error).ShouldNotContain(Password);
        (run.Run.Output + run.Run.Error).ShouldNotContain("Username");
        return [.. run.Checks.Where(check => check.Side == "store").Select(check => $"{check.Id} {check.Status} {check.What} {check.Fix}")];
    }

    private static bool Matches(string line, string expected) => expected.Split(" * ") switch
    {
        [var begin, var rest] => line.StartsWith(begin, StringComparison.Ordinal) && line.Contains(rest, StringComparison.Ordinal),
        _ => line.StartsWith(expected, StringComparison.Ordinal),
    };
}
