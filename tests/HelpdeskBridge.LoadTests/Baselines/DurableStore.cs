using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace HelpdeskBridge.LoadTests.Baselines;

/// <summary>One table, one prepared insert, one writer, and as many inserts in a commit as wait for it.</summary>
internal sealed class DurableStore : IAsyncDisposable
{
    private const int MaxWritesPerCommit = 256;

    private readonly Channel<(byte[] Body, TaskCompletionSource Done)> _queue = Channel.CreateUnbounded<(byte[], TaskCompletionSource)>();
    private readonly SqliteConnection _connection;

    public DurableStore(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE calls (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        _ = Task.Run(RunAsync);
    }

    /// <summary>Returns after the commit.</summary>
    public Task WriteAsync(byte[] body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite((body, done));
        return done.Task;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task RunAsync()
    {
        await using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO calls (body) VALUES ($body)";
        var parameter = insert.Parameters.Add("$body", SqliteType.Blob);
        insert.Prepare();
        var written = new List<TaskCompletionSource>(MaxWritesPerCommit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            await using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                insert.Transaction = transaction;
                while (written.Count < MaxWritesPerCommit && _queue.Reader.TryRead(out var call))
                {
                    parameter.Value = call.Body;
                    insert.ExecuteNonQuery();
                    written.Add(call.Done);
                }

                transaction.Commit();
            }

            foreach (var done in written)
                done.SetResult();
            written.Clear();
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
