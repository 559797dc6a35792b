using System.Globalization;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>Opens connections to the database. Closed connections stay in a pool, with the statements they have prepared.</summary>
internal sealed class PostgreSqlConnections : IAsyncDisposable
{
    private const int ConnectTimeoutSeconds = 3;
    private const int CommandTimeoutSeconds = 15;
    private const int MaxPreparedStatements = 300;

    /// <summary>
    /// A process that stops in the middle of a transaction, and does not end, holds up the writes of all others. The server ends its transaction
    /// after this time. Survivors shall carry on within five seconds. <c>Options</c> in the connection string may set another time.
    /// </summary>
    private const string EndForgottenTransactions = "-c idle_in_transaction_session_timeout=3000";

    /// <summary>
    /// The server answers a commit only after it is on the disk. "on" and what is stronger stays as it is set there; "off" would lose what was
    /// accepted. If a commit is not on the standby as it should be, it says so by a warning (<see cref="ServerWarnings"/>).
    /// </summary>
    internal const string CommitToDisk = """
        SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
            ELSE current_setting('synchronous_commit') END, false), set_config('client_min_messages', 'warning', false)
        """;

    /// <summary>For so long a server that was a standby is not asked whether it has been promoted.</summary>
    private const int HostRecheckSeconds = 1;

    private readonly NpgsqlDataSource _pool;

    public PostgreSqlConnections(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        SetDefault("Timeout", ConnectTimeoutSeconds);
        SetDefault("Command Timeout", CommandTimeoutSeconds);
        SetDefault("Max Auto Prepare", MaxPreparedStatements);
        SetDefault("Auto Prepare Min Usages", 2);
        SetDefault("Application Name", "Helpdesk Bridge");
        SetDefault("Keepalive", 30);

        // More readers than that only take the processors of the server from its writer, and each prepares all statements for itself.
        SetDefault("Maximum Pool Size", 20);

        // What is set for a session here may stay so for whoever gets the connection next. To reset it would be a part of each read.
        SetDefault("No Reset On Close", true);
        builder.Options = $"{EndForgottenTransactions} {builder.Options}".Trim();
        if (HasSeveralHosts(builder))
        {
            // Of several servers one is the primary, which alone takes writes.
            SetDefault("Target Session Attributes", "primary");
            SetDefault("Host Recheck Seconds", HostRecheckSeconds);
        }

        ConnectionString = builder.ToString();
        _pool = BuildPool(builder);

        void SetDefault(string key, object value)
        {
            if (!builder.ShouldSerialize(key))
                builder[key] = value;
        }
    }

    public string ConnectionString { get; }

    /// <summary>
    /// What is wrong with a connection string; null when nothing is. The answer repeats no part of it, because it may hold a password.
    /// </summary>
    public static string? Validate(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database)
                ? "names no Host or no Database: Host=db;Database=bridge;Username=bridge;Password=…"
                : null;
        }
        catch (ArgumentException)
        {
            return "is not a connection string of PostgreSQL, such as Host=db;Database=bridge;Username=bridge;Password=…";
        }
    }

    /// <summary>Which database it is, without the user and the password.</summary>
    public static string GetName(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return string.Create(CultureInfo.InvariantCulture, $"{builder.Host}:{builder.Port}/{builder.Database}");
    }

    /// <summary>Whether it is a connection string of PostgreSQL with a server in it.</summary>
    public static bool NamesServer(string connectionString)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The host and the database, which is all of a connection string that may be shown.</summary>
    public static string GetShownName(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{builder.Host}/{builder.Database}";
    }

    /// <summary>The command that copies the database into a file. It asks for the password. Of several servers, any has the same.</summary>
    public static string GetDumpCommand(string connectionString, string file)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var first = builder.Host!.Split(',')[0];
        var (host, port) = first.LastIndexOf(':') is var colon and > 0 && HasSeveralHosts(builder)
            ? (first[..colon], first[(colon + 1)..])
            : (first, builder.Port.ToString(CultureInfo.InvariantCulture));
        return $"pg_dump --format=custom --file={file} --host={host} --port={port} --username=USER {builder.Database}";
    }

    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="values">The values of <c>$1</c> and so on.</param>
    public static NpgsqlCommand CreateCommand(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    /// <exception cref="NpgsqlException">The server can't be reached.</exception>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _pool.OpenConnectionAsync(cancellationToken);

    /// <summary>The connection of a writer, which keeps it. It is a new one: one of the pool may be broken without anybody having noticed.</summary>
    /// <exception cref="NpgsqlException">The server can't be reached.</exception>
    public NpgsqlConnection OpenForWriting()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = new NpgsqlCommand(CommitToDisk, connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private static bool HasSeveralHosts(NpgsqlConnectionStringBuilder builder) => builder.Host?.Contains(',', StringComparison.Ordinal) == true;

    /// <summary>For several servers, Npgsql wants to be told which one to use beside the connection string, not in it.</summary>
    private static NpgsqlDataSource BuildPool(NpgsqlConnectionStringBuilder settings)
    {
        if (!HasSeveralHosts(settings))
            return new NpgsqlDataSourceBuilder(settings.ToString()).Build();
        var target = Enum.Parse<TargetSessionAttributes>(
            settings.TargetSessionAttributes!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        var builder = new NpgsqlDataSourceBuilder(settings.ToString()) { ConnectionStringBuilder = { TargetSessionAttributes = null } };
        return builder.BuildMultiHost().WithTargetSession(target);
    }
}
