using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>An open connection whose commands are <see cref="StoreCommand"/>s.</summary>
/// <param name="inner">The connection, which is open.</param>
/// <param name="isSynchronous">Whether statements wait in the thread that runs them.</param>
internal sealed class StoreDbConnection(NpgsqlConnection inner, bool isSynchronous) : DbConnection, IPipelinedConnection
{
    private string _prefix = "";

    public bool IsSynchronous => isSynchronous;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException("The connection is open.");
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    /// <summary>For so long a statement may take.</summary>
    public TimeSpan TimeLimit => inner.CommandTimeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(inner.CommandTimeout);

    public override ConnectionState State => inner.State;

    /// <summary>Has statements run together with the next one, in one round trip.</summary>
    public void RunWithNext(string statements) => _prefix += statements;

    /// <summary>The statements that wait for the next one; empty: none does.</summary>
    public string TakePrefix()
    {
        var prefix = _prefix;
        _prefix = "";
        return prefix;
    }

    /// <returns>False: the server has warned of something.</returns>
    public bool TryRun(string sql)
    {
        using var warnings = new ServerWarnings(inner);
        using var command = new NpgsqlCommand(TakePrefix() + sql, inner);
        command.ExecuteNonQuery();
        return !warnings.Any;
    }

    /// <summary>As <see cref="TryRun"/>, and waits for the answer for as long as it takes. The server is never told to stop.</summary>
    public async Task<bool> TryRunUnlimitedAsync(string sql)
    {
        using var warnings = new ServerWarnings(inner);
        await using var command = new NpgsqlCommand(TakePrefix() + sql, inner) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
        return !warnings.Any;
    }

    public IReadOnlyList<object?> Run(IReadOnlyList<StoreStatement> statements)
    {
        using var batch = inner.CreateBatch();
        if (TakePrefix().TrimEnd(';') is { Length: > 0 } prefix)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(prefix));
        foreach (var statement in statements)
            batch.BatchCommands.Add(CreateCommand(statement));

        // What returns no rows, such as the prefix, has no result.
        using var reader = batch.ExecuteReader();
        var values = new object?[statements.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.Read() ? reader.GetValue(0) : null;
            reader.NextResult();
        }

        return values;
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("The store is in one database.");

    public override void Close() => inner.Close();

    public override void Open() => throw new NotSupportedException("The connection is open.");

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => new StoreCommand(this, inner.CreateCommand());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static NpgsqlBatchCommand CreateCommand(StoreStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var (name, type, value) in statement.Parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, type)
            {
                Value = value is string text ? StoredText.ToStorable(text) : value ?? DBNull.Value,
            });
        }

        return command;
    }
}
