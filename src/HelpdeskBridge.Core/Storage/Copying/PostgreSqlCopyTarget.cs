using HelpdeskBridge.Storage.PostgreSql;
using Npgsql;
using NpgsqlTypes;

namespace HelpdeskBridge.Storage.Copying;

/// <summary>
/// The PostgreSQL store that the copy is made in. Rows and how far the copy is are written in one transaction, so a copy that ends in the middle can
/// go on there.
/// </summary>
internal sealed class PostgreSqlCopyTarget : IAsyncDisposable
{
    private const int BatchRows = 5000;
    private const long BatchCharacters = 8_000_000;

    /// <summary>A copy that was killed may still hold the lock, until the server sees that it is gone.</summary>
    private const string LockCopy = $"SET lock_timeout = '20s'; SELECT pg_advisory_lock({PostgreSqlLocks.Copy})";

    private const string SelectStrangers = """
        SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace = to_regnamespace(current_schema())
            AND to_regclass('schemaversions') IS NULL ORDER BY 1 LIMIT 1
        """;

    private const string SelectColumns = """
        SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute
        WHERE attrelid = to_regclass(@table) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """;

    private const string SelectState = "SELECT source, table_name, last_row, completed_at FROM store_copy";
    private const string InsertState = "INSERT INTO store_copy (id, source, table_name, last_row, started_at) VALUES (1, @source, @table, 0, @now)";
    private const string UpdateState = "UPDATE store_copy SET table_name = @table, last_row = @row";
    private const string UpdateCompleted = "UPDATE store_copy SET completed_at = @now";
    private const string DeleteState = "DELETE FROM store_copy";

    private readonly NpgsqlConnection _connection;

    private PostgreSqlCopyTarget(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Brings the schema up to date, if the database is empty or has a store, and takes it for this copy alone.</summary>
    /// <exception cref="NpgsqlException">The database can't be used.</exception>
    /// <exception cref="StoreUnavailableException">The database can't be used.</exception>
    /// <exception cref="StoreCopyException">The database has something else, or another copy is being made in it.</exception>
    /// <exception cref="NewerStoreException">A newer version has written the store.</exception>
    public static async Task<PostgreSqlCopyTarget> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connections = new PostgreSqlConnections(connectionString);
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        var target = new PostgreSqlCopyTarget(new NpgsqlConnection(builder.ToString()));
        try
        {
            await target._connection.OpenAsync(cancellationToken);
            await target.ExecuteAsync(PostgreSqlConnections.CommitToDisk, cancellationToken);
            await target.LockAsync(cancellationToken);
            if (await target.FindAsync(SelectStrangers, cancellationToken) is string stranger)
                throw new StoreCopyException($"The database has tables of another program ({stranger}). Name an empty database.");
            await new PostgreSqlMigrator(connections, progress: null, acceptsUnfinishedCopy: true).MigrateAsync(cancellationToken);
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <returns>How far the copy is; null: none was begun.</returns>
    public async Task<CopyState?> FindStateAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SelectState, _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new CopyState(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), !await reader.IsDBNullAsync(3, cancellationToken))
            : null;
    }

    /// <returns>A table that has rows; null: there is none.</returns>
    public async Task<string?> FindFilledTableAsync(CancellationToken cancellationToken)
    {
        foreach (var table in CopiedTables.All)
        {
            if (await FindAsync($"SELECT 1 FROM {table} LIMIT 1", cancellationToken) is not null)
                return table;
        }

        return null;
    }

    /// <summary>Begins a copy, without whatever an earlier one has left.</summary>
    public async Task<CopyState> BeginAsync(string source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync($"TRUNCATE client_file_parts, {string.Join(", ", CopiedTables.All)}", cancellationToken);
        await ExecuteAsync(DeleteState, cancellationToken);
        var first = CopiedTables.All[0];
        await ExecuteAsync(
            InsertState, cancellationToken, new("source", source), new("table", first), new("now", now.ToUnixTimeMilliseconds()));
        await transaction.CommitAsync(cancellationToken);
        return new CopyState(source, first, 0, false);
    }

    public async Task<CopiedTable> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SelectColumns, _connection) { Parameters = { new("table", table) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (columns, numbers) = (new List<string>(), new List<bool>());
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(reader.GetString(0));
            numbers.Add(reader.GetString(1) == "bigint");
        }

        return new CopiedTable(table, columns, numbers);
    }

    /// <summary>Writes some of the rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows, which stand on the first one. Afterwards, on the first one that was not written.</param>
    /// <param name="cancellationToken">Cancels it. Nothing is written then.</param>
    /// <returns>How many rows were written, and whether there are more.</returns>
    public async Task<(int Written, bool HasMore)> WriteAsync(
        CopiedTable table, IEnumerator<(long Row, object?[] Values)> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        var (written, characters, last, hasMore) = (0, 0L, 0L, true);
        await using (var copy = await _connection.BeginBinaryImportAsync(
            $"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            for (; hasMore && written < BatchRows && characters < BatchCharacters; hasMore = rows.MoveNext())
            {
                await copy.StartRowAsync(cancellationToken);
                foreach (var value in rows.Current.Values)
                    characters += await WriteAsync(copy, value, cancellationToken);
                last = rows.Current.Row;
                written++;
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(UpdateState, cancellationToken, new("table", table.Name), new("row", last));
        await transaction.CommitAsync(cancellationToken);
        return (written, hasMore);
    }

    /// <summary>Reads all rows of a table.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(
        CopiedTable table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {table.ColumnList} FROM {table.Name}", _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new object?[table.Columns.Count];
        while (await reader.ReadAsync(cancellationToken))
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            yield return values;
        }
    }

    /// <summary>The server learns how the rows are distributed, so that it finds them by the right indexes from the start.</summary>
    public Task AnalyzeAsync(CancellationToken cancellationToken) =>
        ExecuteAsync($"ANALYZE {string.Join(", ", CopiedTables.All)}", cancellationToken);

    /// <summary>From now on, the service may work on it.</summary>
    public Task CompleteAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ExecuteAsync(UpdateCompleted, cancellationToken, new NpgsqlParameter("now", now.ToUnixTimeMilliseconds()));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <returns>The length of what was written.</returns>
    private static async Task<int> WriteAsync(NpgsqlBinaryImporter copy, object? value, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case long number:
                await copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken);
                return sizeof(long);
            case string text:
                await copy.WriteAsync(StoredText.ToStorable(text), NpgsqlDbType.Text, cancellationToken);
                return text.Length;
            default:
                await copy.WriteNullAsync(cancellationToken);
                return 0;
        }
    }

    private async Task LockAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(LockCopy, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreCopyException("Another migrate-store is working on the database. Wait until it has ended.");
        }

        await ExecuteAsync("SET lock_timeout = 0", cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<object?> FindAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}

/// <summary>How far a copy is.</summary>
/// <param name="Source">Of which store, in which state (<see cref="SqliteCopySource.Fingerprint"/>).</param>
/// <param name="Table">The table that is being copied. Those before it are complete.</param>
/// <param name="LastRow">The last row of it that was copied.</param>
/// <param name="IsComplete">Whether everything was copied and compared.</param>
internal sealed record CopyState(string Source, string Table, long LastRow, bool IsComplete);
