using System.Data.Common;
using Dapper;

namespace HelpdeskBridge.Storage;

/// <summary>
/// Runs the statements of one transaction. All stores of the transaction share it. The engine (<see cref="IDatabase"/>) opens and commits it.
/// </summary>
internal sealed class StoreConnection(DbConnection connection)
{
    /// <summary>How many statements were run. Tests hold each call to its number.</summary>
    public int Statements { get; private set; }

    /// <returns>How many rows the statement changed.</returns>
    public Task<int> ExecuteAsync(string sql, object parameters)
    {
        Statements++;
        return connection.ExecuteAsync(sql, parameters);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        Statements++;
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    /// <summary>Each row has two things. The second one begins with the column <c>Id</c>, and is null where that is.</summary>
    public async Task<List<T>> QueryAsync<TFirst, TSecond, T>(string sql, Func<TFirst, TSecond, T> combine, object parameters)
    {
        Statements++;
        return (await connection.QueryAsync(sql, combine, parameters)).AsList();
    }

    /// <returns>The first row; null, or the type's default, when there is none.</returns>
    public Task<T?> FirstAsync<T>(string sql, object? parameters = null)
    {
        Statements++;
        return connection.QueryFirstOrDefaultAsync<T>(sql, parameters);
    }

    /// <summary>Runs statements in this order, in one round trip where the connection can.</summary>
    /// <returns>The first value of the first row of each; null when it returned none.</returns>
    public async Task<IReadOnlyList<object?>> RunAsync(IReadOnlyList<StoreStatement> statements)
    {
        Statements += statements.Count;
        if (connection is IPipelinedConnection pipelined)
            return pipelined.Run(statements);
        var values = new List<object?>(statements.Count);
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement.Sql;
            foreach (var (name, type, value) in statement.Parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            values.Add(await command.ExecuteScalarAsync());
        }

        return values;
    }
}
