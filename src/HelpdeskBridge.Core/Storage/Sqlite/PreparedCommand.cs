using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>
/// One use of a prepared statement (<see cref="PreparedConnection"/>). The statement is taken when it is run, because Dapper changes the text of one
/// with a list in it after it has added the parameters.
/// </summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private readonly SqliteParameterCollection _parameters = connection.TakeParameters();
    private SqliteCommand? _statement;

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A prepared command belongs to its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    /// <summary>The connection is in one transaction at a time, and its commands belong to it.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _statement?.Cancel();

    public override int ExecuteNonQuery() => TakeStatement().ExecuteNonQuery();

    public override object? ExecuteScalar() => TakeStatement().ExecuteScalar();

    public override void Prepare() => TakeStatement().Prepare();

    protected override DbParameter CreateDbParameter() => connection.TakeParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => TakeStatement().ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_statement is not null)
                connection.Return(_statement);
            connection.Return(_parameters);
            _statement = null;
        }

        base.Dispose(disposing);
    }

    private SqliteCommand TakeStatement()
    {
        _statement ??= connection.Take(CommandText);
        _statement.Parameters.Clear();
        foreach (SqliteParameter parameter in _parameters)
            _statement.Parameters.Add(parameter);
        return _statement;
    }
}
