using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// Keeps two processes that know nothing of each other from working on one store: they would send the same messages. A process that is alone takes a
/// lock of the database, and those of a cluster take it shared. The lock belongs to a connection of its own, so a process that dies frees it.
/// </summary>
/// <param name="options">Where the database is.</param>
/// <param name="sharing">Whether the processes of a cluster work on the store.</param>
/// <param name="log">The log.</param>
/// <param name="maxWait">How long the start waits for the process before it to end; null: <see cref="MaxWait"/>.</param>
internal sealed partial class ProcessLock(
    IOptions<StorageOptions> options, StoreSharing sharing, ILogger<ProcessLock> log, TimeSpan? maxWait = null)
    : IHostedService, IAsyncDisposable
{
    /// <summary>
    /// A restart waits so long for the process before it to end. If the machine of that one has lost its power, the server notices it sooner
    /// (<see cref="NoticeDeadPeer"/>).
    /// </summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    private const string NoticeDeadPeer = "-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    /// <summary>After the database was restarted, a process that works takes its lock again before one that waits at its start.</summary>
    private static readonly TimeSpan Precedence = TimeSpan.FromSeconds(3);

    private readonly string _tryLock = sharing.IsShared
        ? $"SELECT pg_try_advisory_lock_shared({PostgreSqlLocks.Processes})"
        : $"SELECT pg_try_advisory_lock({PostgreSqlLocks.Processes})";

    private readonly TimeSpan _maxWait = maxWait ?? MaxWait;
    private readonly CancellationTokenSource _stopping = new();
    private NpgsqlConnection? _connection;
    private Task _keeping = Task.CompletedTask;
    private bool _isToldOfAnother;

    /// <exception cref="StoreInUseException">Another process works on the store.</exception>
    /// <exception cref="StoreUnavailableException">The database can't be reached.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TakeFirstAsync(cancellationToken);
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e);
        }

        _keeping = KeepAsync();
    }

    /// <summary>The process works until all that was started after this has stopped.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        await CloseAsync();
    }

    private async Task TakeFirstAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var isFirst = true; !await TryTakeAsync(cancellationToken); isFirst = false)
        {
            if (TimeProvider.System.GetElapsedTime(started) > _maxWait)
                throw new StoreInUseException(sharing.IsShared);
            if (isFirst)
                Log.Waits(log, _maxWait);
            await Task.Delay(BetweenAttempts, TimeProvider.System, cancellationToken);
            if (!await IsConnectedAsync(cancellationToken))
                await Task.Delay(Precedence, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Takes the lock again whenever its connection is lost. A process that works is never ended because of its database.</summary>
    private async Task KeepAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await WaitForLossAsync();
            _isToldOfAnother = false;
            while (!_stopping.IsCancellationRequested && !await TryTakeAgainAsync())
                await Task.Delay(BetweenAttempts, TimeProvider.System, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Nothing is ever sent to this connection, so waiting for something ends only with it, or when the process stops.</summary>
    private async Task WaitForLossAsync()
    {
        try
        {
            while (true)
                await _connection!.WaitAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            Log.IsLost(log, e);
        }
    }

    private async Task<bool> TryTakeAgainAsync()
    {
        try
        {
            if (await TryTakeAsync(_stopping.Token))
                return true;
            if (!_isToldOfAnother)
                Log.IsNotAlone(log, new StoreInUseException(sharing.IsShared).Message);
            _isToldOfAnother = true;
        }
        catch (Exception e)
        {
            // The database can't be reached at the moment, or the process is stopping.
            Log.IsLost(log, e);
        }

        return false;
    }

    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (_connection is not { FullState: System.Data.ConnectionState.Open })
        {
            await CloseAsync();
            _connection = await OpenAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand(_tryLock, _connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<bool> IsConnectedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", _connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connections = new PostgreSqlConnections(options.Value.ConnectionString);
        var builder = new NpgsqlConnectionStringBuilder(connections.ConnectionString) { Pooling = false, KeepAlive = 5 };
        builder.Options = $"{builder.Options} {NoticeDeadPeer}";
        var connection = new NpgsqlConnection(builder.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connection = null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1003, LogLevel.Warning, "Another process works on this database; the start waits up to {Duration} for its end (Cluster:Provider)")]
        public static partial void Waits(ILogger logger, TimeSpan duration);

        [LoggerMessage(1005, LogLevel.Debug, "The connection that locks the store for this process is lost; it is made again")]
        public static partial void IsLost(ILogger logger, Exception e);

        [LoggerMessage(1004, LogLevel.Error, "After the connection to the database was lost: {Reason}")]
        public static partial void IsNotAlone(ILogger logger, string reason);
    }
}

/// <summary>Who works on the store.</summary>
/// <param name="IsShared">Several processes, which know of each other; otherwise one.</param>
internal sealed record StoreSharing(bool IsShared);
