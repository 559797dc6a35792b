using HelpdeskBridge.Time;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HelpdeskBridge.Storage.Copying;

/// <summary>
/// Copies a SQLite store into a PostgreSQL one and compares both. Until that is done the service does not start on the copy, and nothing can use the
/// SQLite store, so nothing that is accepted meanwhile gets lost between them. A copy that ended in the middle goes on where it was.
/// </summary>
internal sealed class StoreCopy : IAsyncDisposable
{
    private readonly SqliteCopySource _source;
    private readonly PostgreSqlCopyTarget _target;
    private readonly BridgeClock _clock;
    private CopyState _state;

    private StoreCopy(SqliteCopySource source, PostgreSqlCopyTarget target, CopyState state, bool isResumed, BridgeClock clock) =>
        (_source, _target, _state, IsResumed, _clock) = (source, target, state, isResumed, clock);

    /// <summary>Whether an earlier copy of the same state goes on.</summary>
    public bool IsResumed { get; }

    /// <summary>Whether the copy was complete before. There is nothing to do then.</summary>
    public bool IsComplete => _state.IsComplete;

    /// <param name="storage">Where the SQLite store is.</param>
    /// <param name="target">The connection string of the PostgreSQL store.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="StoreUnavailableException">One of the stores can't be used.</exception>
    /// <exception cref="StoreCopyException">One of the stores is not in a state for a copy.</exception>
    /// <exception cref="UnusableStoreException">A newer version has written one of the stores.</exception>
    public static async Task<StoreCopy> BeginAsync(
        StorageOptions storage, string target, BridgeClock clock, CancellationToken cancellationToken)
    {
        SqliteCopySource? source = null;
        PostgreSqlCopyTarget? opened = null;
        try
        {
            source = SqliteCopySource.Open(storage.ConnectionString);
            opened = await PostgreSqlCopyTarget.OpenAsync(target, cancellationToken);
            var found = await opened.FindStateAsync(cancellationToken);
            var isSame = found?.Source == source.Fingerprint;
            if (found is { IsComplete: true } && !isSame)
            {
                throw new StoreCopyException(
                    "The database has the complete copy of another SQLite store, or of this one before it was used again. Name an empty database.");
            }

            if (found is null && await opened.FindFilledTableAsync(cancellationToken) is { } filled)
                throw new StoreCopyException($"The database has data of a store already (in the table {filled}). Name an empty database.");

            // What was copied of another state of the store is of no use.
            var state = isSame ? found! : await opened.BeginAsync(source.Fingerprint, clock.Now, cancellationToken);
            return new StoreCopy(source, opened, state, isSame, clock);
        }
        catch (Exception e)
        {
            source?.Dispose();
            if (opened is not null)
                await opened.DisposeAsync();
            throw Translate(e);
        }
    }

    /// <summary>Copies what is not there yet.</summary>
    public async Task CopyAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            var total = Math.Max(1, _source.CountRows());
            var before = CopiedTables.All.TakeWhile(name => name != _state.Table).ToList();
            var done = before.Sum(name => _source.CountRows(name, long.MaxValue)) + _source.CountRows(_state.Table, _state.LastRow);
            foreach (var name in CopiedTables.All.Skip(before.Count))
            {
                var table = await _target.DescribeAsync(name, cancellationToken);
                using var rows = _source.Read(table, name == _state.Table ? _state.LastRow : 0).GetEnumerator();
                for (var hasMore = rows.MoveNext(); hasMore;)
                {
                    (var written, hasMore) = await _target.WriteAsync(table, rows, cancellationToken);
                    progress.Report(Math.Min(1, (double)(done += written) / total));
                }
            }
        }
        catch (Exception e) when (e is SqliteException or NpgsqlException)
        {
            throw Translate(e);
        }
    }

    /// <summary>Compares all rows of both stores. If they are the same, the service may work on the copy.</summary>
    /// <returns>How many rows there are.</returns>
    /// <exception cref="StoreCopyException">The copy differs. The next one begins anew.</exception>
    public async Task<long> VerifyAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            var total = Math.Max(1, _source.CountRows());
            long compared = 0;
            foreach (var name in CopiedTables.All)
            {
                var table = await _target.DescribeAsync(name, cancellationToken);
                var (expected, found) = (new RowChecksum(), new RowChecksum());
                foreach (var (_, values) in _source.Read(table))
                    Add(expected, values);
                await foreach (var values in _target.ReadAsync(table, cancellationToken))
                    Add(found, values);
                if (!found.IsSameAs(expected))
                    await DiscardAsync(name, expected.Rows, found.Rows, cancellationToken);
                compared += expected.Rows;

                void Add(RowChecksum checksum, object?[] values)
                {
                    checksum.Add(values);
                    progress.Report(Math.Min(1, (compared + ((expected.Rows + found.Rows) / 2.0)) / total));
                }
            }

            return compared;
        }
        catch (Exception e) when (e is SqliteException or NpgsqlException)
        {
            throw Translate(e);
        }
    }

    /// <summary>The last step: from now on, the service may work on the copy.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _target.AnalyzeAsync(cancellationToken);
            await _target.CompleteAsync(_clock.Now, cancellationToken);
            _state = _state with { IsComplete = true };
        }
        catch (NpgsqlException e)
        {
            throw Translate(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _target.DisposeAsync();
    }

    private async Task DiscardAsync(string table, long expected, long found, CancellationToken cancellationToken)
    {
        await _target.BeginAsync(_source.Fingerprint, _clock.Now, cancellationToken);
        throw new StoreCopyException(
            $"The copy differs from the store in the table {table} ({found} rows instead of {expected}, or other values in them). It was discarded.");
    }

    private static Exception Translate(Exception failure) => failure switch
    {
        SqliteException e when SqliteCopySource.IsInUse(e) => new StoreCopyException(
            "Another process has the SQLite store open. Stop the service first: what it accepted from now on would not be in the copy."),
        SqliteException or NpgsqlException => new StoreUnavailableException(failure),
        _ => failure,
    };
}

/// <summary>A store can't be copied as things are. The message says what to do.</summary>
internal sealed class StoreCopyException(string message) : Exception(message);
