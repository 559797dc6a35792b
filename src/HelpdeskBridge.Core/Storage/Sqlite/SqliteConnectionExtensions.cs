using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.Storage.Sqlite;

internal static class SqliteConnectionExtensions
{
    public static void Execute(this SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
