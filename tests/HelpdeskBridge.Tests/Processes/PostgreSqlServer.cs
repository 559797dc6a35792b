using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>
/// A PostgreSQL server of the tests' own, from the machine's package: on a free port of this machine, with its data in a temporary folder. It ends
/// with the process of the tests, however that ends.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "bridge";

    /// <summary>Debian has the programs outside the path, in a folder for each version.</summary>
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>The server refuses to run as root. This is the user "nobody" of Debian.</summary>
    private const string AsNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";

    private const string WaitForStandby = """
        DO $$ BEGIN
            WHILE NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync') LOOP
                PERFORM pg_sleep(0.05); PERFORM pg_stat_clear_snapshot();
            END LOOP;
        END $$
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly bool _isDurable;
    private Process? _process;
    private int _databases;

    private PostgreSqlServer(string folder, int port, bool isDurable) => (_folder, Port, _isDurable) = (folder, port, isDurable);

    /// <summary>The folder of the programs; null: PostgreSQL is not installed.</summary>
    public static string? Programs { get; } = FindPrograms();

    public int Port { get; }

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Makes a new server and starts it.</summary>
    /// <param name="isDurable">Whether it waits for the disk. Without, it is faster.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool isDurable = false)
    {
        var server = new PostgreSqlServer(Directory.CreateTempSubdirectory("bridge-postgresql-").FullName, FreePort.Find(), isDurable);
        try
        {
            var encoding = "--encoding=UTF8 --locale=C.UTF-8";
            await server.CreateDataAsync($"'{Programs}/initdb' --pgdata='{server.DataFolder}' --username={User} --auth=trust --no-sync {encoding}");
            await server.ContinueAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a second server that follows this one. From then on, a commit waits until it is on the disks of both.</summary>
    /// <param name="port">Where it listens; null: on a free port.</param>
    public async Task<PostgreSqlServer> CreateStandbyAsync(int? port = null)
    {
        var standby = new PostgreSqlServer(
            Directory.CreateTempSubdirectory("bridge-postgresql-").FullName, port ?? FreePort.Find(), _isDurable);
        try
        {
            await standby.CreateDataAsync(
                $"'{Programs}/pg_basebackup' --pgdata='{standby.DataFolder}' --host=127.0.0.1 --port={Port} --username={User}"
                + " --write-recovery-conf --checkpoint=fast --no-sync");
            await standby.ContinueAsync();
            await WaitForStandbyAsync("*");
            await ExecuteAsync(WaitForStandby);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on, a commit waits for a standby of this name.</summary>
    /// <param name="name">Empty: for none.</param>
    public async Task WaitForStandbyAsync(string name)
    {
        if (name.Length > 0)
        {
            await SetStandbyAsync("nobody");
            await UntilCommitsWaitAsync();
        }

        await SetStandbyAsync(name);
    }

    private async Task SetStandbyAsync(string name)
    {
        await ExecuteAsync($"ALTER SYSTEM SET synchronous_standby_names = '{name}'");
        await ExecuteAsync("SELECT pg_reload_conf()");

        // A connection has the settings of the server as they were when it was opened.
        while (await ReadAsync("SHOW synchronous_standby_names") is not string shown || shown != name)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    /// <summary>
    /// The server shows the setting before it has it: commits wait only when the checkpointer has read it too. So one is made that waits, and goes
    /// on.
    /// </summary>
    private async Task UntilCommitsWaitAsync()
    {
        var hasWaited = false;
        while (!hasWaited)
        {
            var commit = ExecuteAsync("SELECT pg_logical_emit_message(true, 'test', 'test')");
            while (!commit.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                hasWaited |= await ReadAsync("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is true;
            }

            await commit;
        }
    }

    /// <summary>Has a server that follows another one take its place.</summary>
    public Task PromoteAsync() => ExecuteAsync("SELECT pg_promote()");

    /// <summary>Starts it, again after <see cref="StopAsync"/>, and waits until it answers.</summary>
    public async Task ContinueAsync()
    {
        var settings = $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400"
            + (_isDurable ? "" : " -c fsync=off -c full_page_writes=off");

        // When this process ends, its end of the input is closed, and the server is stopped.
        var script = $"""
            {AsUser($"'{Programs}/postgres' -D '{DataFolder}' {settings}")} &
            server=$!
            (cat > /dev/null; kill -QUIT $server 2> /dev/null) <&3 &
            wait $server
            """;
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec 3<&0\n{script}");
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
                throw new InvalidOperationException("PostgreSQL does not start.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Stops it at once, as a crash would. What was committed is on the disk.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Makes a database.</summary>
    /// <param name="template">One that it is a copy of; null: an empty one.</param>
    /// <returns>The connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"store_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {GetName(template)}")}");
        return GetConnectionString(name);
    }

    /// <summary>Runs a statement of the administrator.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="database">The connection string; null: that of the administrator.</param>
    public async Task ExecuteAsync(string sql, string? database = null)
    {
        await using var connection = new NpgsqlConnection(database ?? GetConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(GetConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <param name="command">Makes the folder of the data.</param>
    private Task CreateDataAsync(string command) => RunAsync(
        $"""
        chmod 711 '{_folder}' && mkdir -m 700 '{DataFolder}'
        [ "$(id -u)" -ne 0 ] || chown 65534:65534 '{DataFolder}'
        {AsUser(command)}
        """);

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string GetConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={User};Database={database};Pooling={database != "postgres"}";

    private static string GetName(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private static string AsUser(string command) => Environment.UserName == "root" ? $"{AsNobody} {command}" : command;

    private static async Task RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-ec");
        start.ArgumentList.Add(script);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{await output}\n{await errors}");
    }

    private static string? FindPrograms()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Directory.Exists(DebianFolder))
            folders = [.. Directory.GetDirectories(DebianFolder).OrderDescending().Select(folder => Path.Combine(folder, "bin")), .. folders];
        return Array.Find(
            folders, folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
