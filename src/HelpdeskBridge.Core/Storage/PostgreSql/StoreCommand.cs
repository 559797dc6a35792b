using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// A command that makes texts storable. The one of a writer waits in the thread that calls it, which costs less than to have another one wake it, and
/// begins its write in the same round trip as its first statement.
/// </summary>
internal sealed class StoreCommand(StoreDbConnection connection, NpgsqlCommand command) : DbCommand
{
    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout
    {
        get => command.CommandTimeout;
        set => command.CommandTimeout = value;
    }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A command belongs to its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => command.Parameters;

    /// <summary>The connection is in one transaction at a time, and its commands belong to it.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => command.Cancel();

    public override int ExecuteNonQuery() => Complete().ExecuteNonQuery();

    public override object? ExecuteScalar() => Complete().ExecuteScalar();

    public override void Prepare() => throw new NotSupportedException("Statements are prepared by the driver when they are used again.");

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        connection.IsSynchronous ? base.ExecuteNonQueryAsync(cancellationToken) : Complete().ExecuteNonQueryAsync(cancellationToken);

    protected override DbParameter CreateDbParameter() => command.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Complete().ExecuteReader(behavior);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        connection.IsSynchronous ? Complete().ExecuteReader(behavior) : await Complete().ExecuteReaderAsync(behavior, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            command.Dispose();
        base.Dispose(disposing);
    }

    private NpgsqlCommand Complete()
    {
        command.CommandText = connection.TakePrefix() + CommandText;
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text)
                parameter.Value = StoredText.ToStorable(text);
        }

        return command;
    }
}
