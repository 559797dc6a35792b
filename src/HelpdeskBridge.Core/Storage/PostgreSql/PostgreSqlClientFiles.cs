using System.Data;
using System.Data.Common;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// Keeps clients' files in the database. They do not go through the writer (<see cref="PostgreSqlWriteConnection"/>), which would be held up.
/// </summary>
internal sealed class PostgreSqlClientFiles(PostgreSqlConnections connections) : IClientFileArchive, IDisposable
{
    private const int PartBytes = 1024 * 1024;

    /// <summary>A file keeps a connection of the pool for as long as it takes. The others stay free for readers, however many files come.</summary>
    private const int MaxTransfers = 5;

    private const string SelectIsWaiting = $"SELECT EXISTS (SELECT 1 FROM messages WHERE id = $1 AND {QueueStore.WaitingById})";

    private const string InsertPart = "INSERT INTO client_file_parts (message_id, number, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private const string SelectPart = "SELECT content FROM client_file_parts WHERE message_id = $1 AND number = $2";

    private readonly SemaphoreSlim _transfers = new(MaxTransfers);

    public Task<bool> SaveAsync(string messageId, Stream content, CancellationToken cancellationToken) => TransferAsync(
        async connection =>
        {
            await using (var durable = PostgreSqlConnections.CreateCommand(connection, PostgreSqlConnections.CommitToDisk))
                await durable.ExecuteNonQueryAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var waiting = PostgreSqlConnections.CreateCommand(connection, SelectIsWaiting, messageId);
            if (await waiting.ExecuteScalarAsync(cancellationToken) is not true)
                return false;
            var buffer = new byte[PartBytes];
            var number = 0;
            while (await content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellationToken) is var read and > 0)
            {
                var part = new ArraySegment<byte>(buffer, 0, read);
                await using var insert = PostgreSqlConnections.CreateCommand(connection, InsertPart, messageId, number++, part);

                // Another process has saved it, perhaps with other content. The parts of two downloads must not mix.
                if (await insert.ExecuteNonQueryAsync(cancellationToken) == 0)
                    return true;
            }

            using var warnings = new ServerWarnings(connection);
            await transaction.CommitAsync(cancellationToken);
            return warnings.Any ? throw new UnconfirmedCommitException() : true;
        },
        mayBeStored: true,
        cancellationToken);

    public Task<long?> CopyToAsync(string messageId, Stream target, CancellationToken cancellationToken) => TransferAsync<long?>(
        async connection =>
        {
            // All parts of one moment: the file may be deleted meanwhile.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            long length = 0;
            var number = 0;
            for (; await ReadPartAsync(connection, messageId, number, cancellationToken) is { } part; number++)
            {
                await target.WriteAsync(part, cancellationToken);
                length += part.Length;
            }

            return number == 0 ? null : length;
        },
        mayBeStored: false,
        cancellationToken);

    public void Dispose() => _transfers.Dispose();

    private async Task<T> TransferAsync<T>(Func<NpgsqlConnection, Task<T>> transfer, bool mayBeStored, CancellationToken cancellationToken)
    {
        await _transfers.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await connections.OpenAsync(cancellationToken);
            return await transfer(connection);
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e, mayBeStored);
        }
        finally
        {
            _transfers.Release();
        }
    }

    private static async Task<byte[]?> ReadPartAsync(NpgsqlConnection connection, string messageId, int number, CancellationToken cancellationToken)
    {
        await using var select = PostgreSqlConnections.CreateCommand(connection, SelectPart, messageId, number);
        return await select.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
