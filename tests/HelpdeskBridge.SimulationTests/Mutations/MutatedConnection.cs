using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>A connection that runs some statements with another text.</summary>
internal sealed class MutatedConnection(DbConnection inner, string sql, string newSql) : DbConnection
{
    /// <summary>Whether the text was ever found. Otherwise nothing was planted.</summary>
    public bool WasPlanted { get; private set; }

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    /// <returns>The text that is run instead.</returns>
    public string Mutate(string text)
    {
        if (!text.Contains(sql, StringComparison.Ordinal))
            return text;
        WasPlanted = true;
        return text.Replace(sql, newSql, StringComparison.Ordinal);
    }

    public override void Open() => throw new NotSupportedException();

    public override void Close() => throw new NotSupportedException();

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new MutatedCommand(inner.CreateCommand(), this);
}
