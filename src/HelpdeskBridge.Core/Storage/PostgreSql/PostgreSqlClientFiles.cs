using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HelpdeskBridge.Storage.PostgreSql;

/// <summary>
/// Keeps clients' files in the database. They do not go through the writer (<see cref="PostgreSqlWriteConnection"/>), which would be held up.
/// </summary>
internal sealed class PostgreSqlClientFiles(IOptions<StorageOptions> options) : IClientFileArchive, IAsyncDisposable
{
    private const int PartBytes = 1024 * 1024;

    private const string SelectIsWaiting = $"SELECT EXISTS (SELECT 1 FROM messages WHERE id = $1 AND {QueueStore.Waiting})";

    /// <summary>Another process may have downloaded the same file.</summary>
    private const string InsertPart = "INSERT INTO client_file_parts (message_id, number, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private const string SelectPart = "SELECT content FROM client_file_parts WHERE message_id = $1 AND number = $2";

    private readonly PostgreSqlConnections _connections = new(options.Value.ConnectionString);

    public async Task SaveAsync(string messageId, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _connections.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var waiting = new NpgsqlCommand(SelectIsWaiting, connection) { Parameters = { new() { Value = messageId } } };
            if (await waiting.ExecuteScalarAsync(cancellationToken) is not true)
                return;
            var buffer = new byte[PartBytes];
            var number = 0;
            while (await content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellationToken) is var read and > 0)
            {
                var part = new ArraySegment<byte>(buffer, 0, read);
                await using var insert = new NpgsqlCommand(InsertPart, connection)
                {
                    Parameters = { new() { Value = messageId }, new() { Value = number++ }, new() { Value = part } },
                };
                await insert.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbException e)
        {
            throw new StoreUnavailableException(e);
        }
    }

    public async Task<long?> CopyToAsync(string messageId, Stream target, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _connections.OpenAsync(cancellationToken);
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

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private static async Task<byte[]?> ReadPartAsync(NpgsqlConnection connection, string messageId, int number, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(SelectPart, connection) { Parameters = { new() { Value = messageId }, new() { Value = number } } };
        return await select.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
