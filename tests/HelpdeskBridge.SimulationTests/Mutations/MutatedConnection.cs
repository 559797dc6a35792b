using HelpdeskBridge.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>A connection that runs some statements with another text.</summary>
internal sealed class MutatedConnection(string connectionString, Mutation? mutation) : PreparedConnection(connectionString)
{
    /// <summary>Whether the text was ever found. Otherwise nothing was planted.</summary>
    public bool WasPlanted { get; private set; } = mutation?.Sql is null;

    public override SqliteCommand Take(string sql)
    {
        if (mutation?.Sql is not { } text || !sql.Contains(text, StringComparison.Ordinal))
            return base.Take(sql);
        WasPlanted = true;
        return base.Take(sql.Replace(text, mutation.NewSql, StringComparison.Ordinal));
    }
}
