using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly int _port;
    private readonly bool _isDurable;
    private Process? _process;
    private int _databases;

    private PostgreSqlServer(string folder, int port, bool isDurable) => (_folder, _port, _isDurable) = (folder, port, isDurable);

    /// <summary>The folder of the programs; null: PostgreSQL is not installed.</summary>
    public static string? Programs { get; } = FindPrograms();

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Makes a new server and starts it.</summary>
    /// <param name="isDurable">Whether it waits for the disk. Without, it is faster.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool isDurable = false)
    {
        var server = new PostgreSqlServer(Directory.CreateTempSubdirectory("bridge-postgresql-").FullName, FindFreePort(), isDurable);
        try
        {
            var encoding = "--encoding=UTF8 --locale=C.UTF-8";
            await RunAsync(
                $"""
                chmod 711 '{server._folder}' && mkdir '{server.DataFolder}'
                [ "$(id -u)" -ne 0 ] || chown 65534:65534 '{server.DataFolder}'
                {AsUser($"'{Programs}/initdb' --pgdata='{server.DataFolder}' --username={User} --auth=trust --no-sync {encoding}")}
                """);
            await server.ContinueAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, again after <see cref="StopAsync"/>, and waits until it answers.</summary>
    public async Task ContinueAsync()
    {
        var settings = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400"
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

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

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
        $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Pooling={database != "postgres"}";

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

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
