using System.Data;
using System.Data.Common;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// Keeps clients' files in the database. They do not go through the writer (<see cref="PostgreSqlWriteConnection"/>), which would be held up.
/// </summary>
internal sealed class PostgreSqlClientFiles(PostgreSqlConnections connections) : IClientFileArchive
{
    private const int PartBytes = 1024 * 1024;

    private const string SelectIsWaiting = $"SELECT EXISTS (SELECT 1 FROM messages WHERE id = $1 AND {QueueStore.WaitingById})";

    private const string InsertPart = "INSERT INTO client_file_parts (message_id, number, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private const string SelectPart = "SELECT content FROM client_file_parts WHERE message_id = $1 AND number = $2";

    public async Task<bool> SaveAsync(string messageId, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenAsync(cancellationToken);
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
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e, mayBeStored: true);
        }
    }

    public async Task<long?> CopyToAsync(string messageId, Stream target, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenAsync(cancellationToken);

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
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    private static async Task<byte[]?> ReadPartAsync(NpgsqlConnection connection, string messageId, int number, CancellationToken cancellationToken)
    {
        await using var select = PostgreSqlConnections.CreateCommand(connection, SelectPart, messageId, number);
        return await select.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
