using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// Whether a server warns of something, until disposed. It answers a commit with success and a warning when its wait for a standby was ended: by its
/// administrator, or because the client did not want to wait any longer. The words of a warning are in the server's language, so only its severity
/// counts.
/// </summary>
internal sealed class ServerWarnings : IDisposable
{
    private readonly NpgsqlConnection _connection;

    public ServerWarnings(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += Note;
    }

    public bool Any { get; private set; }

    public void Dispose() => _connection.Notice -= Note;

    private void Note(object sender, NpgsqlNoticeEventArgs e) => Any |= e.Notice.InvariantSeverity == "WARNING";
}

/// <summary>The server has a commit, and no standby has confirmed that it has it too. With the server, the commit would be lost.</summary>
internal sealed class UnconfirmedCommitException() : NpgsqlException(
    "No standby has confirmed the commit (synchronous_standby_names).");
