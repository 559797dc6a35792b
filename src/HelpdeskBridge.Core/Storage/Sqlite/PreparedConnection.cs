using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpdeskBridge.Storage.Sqlite;

/// <summary>
/// A connection that prepares each statement once. To compile a statement takes SQLite longer than to run most of those here. What a use of a
/// statement needs is kept for the next one.
/// </summary>
internal sealed class PreparedConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>SQLITE_DBCONFIG_ENABLE_QPSG.</summary>
    private const int PlanStability = 1007;

    /// <summary>More than the stores have. Only a statement with a list in it has many texts.</summary>
    private const int MaxStatements = 400;

    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private readonly Stack<SqliteParameter> _parameters = [];
    private readonly Stack<SqliteParameterCollection> _collections = [];

    /// <summary>
    /// Plans do not depend on the values of parameters. Otherwise SQLite would compile each statement with a parameter in its LIMIT anew for each
    /// use.
    /// </summary>
    public override void Open()
    {
        base.Open();
        raw.sqlite3_db_config(Handle, PlanStability, 1, out _);
    }

    /// <summary>Runs a statement without parameters, such as the begin and the end of a transaction.</summary>
    public void Run(string sql)
    {
        var statement = Take(sql);
        statement.ExecuteNonQuery();
        Return(statement);
    }

    public SqliteCommand Take(string sql)
    {
        if (_statements.Remove(sql, out var statement))
            return statement;
        statement = CreateCommand();
        statement.CommandText = sql;
        return statement;
    }

    public void Return(SqliteCommand statement)
    {
        statement.Parameters.Clear();
        if (_statements.Count >= MaxStatements || !_statements.TryAdd(statement.CommandText, statement))
            statement.Dispose();
    }

    public SqliteParameter TakeParameter() => _parameters.TryPop(out var parameter) ? parameter : new SqliteParameter();

    /// <summary>An empty collection. Only a command can make one.</summary>
    public SqliteParameterCollection TakeParameters() =>
        _collections.TryPop(out var collection) ? collection : new SqliteCommand().Parameters;

    public void Return(SqliteParameterCollection parameters)
    {
        foreach (SqliteParameter parameter in parameters)
        {
            parameter.ResetSqliteType();
            parameter.Size = -1;
            parameter.Value = null;
            _parameters.Push(parameter);
        }

        parameters.Clear();
        _collections.Push(parameters);
    }

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var statement in _statements.Values)
                statement.Dispose();
            _statements.Clear();
        }

        base.Dispose(disposing);
    }
}
