using System.Diagnostics.Metrics;
using HelpdeskBridge.Telemetry;

namespace HelpdeskBridge.Storage;

/// <summary>A database whose writes are measured.</summary>
internal sealed class MeasuredDatabase : IDatabase
{
    private readonly IDatabase _inner;
    private readonly Histogram<double> _writes;

    public MeasuredDatabase(IDatabase inner, IMeterFactory meters)
    {
        _inner = inner;
        _writes = meters.Create(Tracing.SourceName).CreateHistogram(
            "bridge.store.write",
            "s",
            "Time from a write to its durable commit, or to its failure, by result.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3] });
    }

    public Task MigrateAsync(CancellationToken cancellationToken) => _inner.MigrateAsync(cancellationToken);

    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        MeasureAsync(() => _inner.WriteAsync(work, cancellationToken));

    public Task<IReadOnlyList<object?>> WriteAsync(IReadOnlyList<StoreStatement> statements, CancellationToken cancellationToken) =>
        MeasureAsync(() => _inner.WriteAsync(statements, cancellationToken));

    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        _inner.ReadAsync(work, cancellationToken);

    public Task<T> ReadStatementAsync<T>(Func<StoreTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        _inner.ReadStatementAsync(work, cancellationToken);

    public Task OverwriteErasedAsync(CancellationToken cancellationToken) => _inner.OverwriteErasedAsync(cancellationToken);

    private async Task<T> MeasureAsync<T>(Func<Task<T>> write)
    {
        var (start, result) = (TimeProvider.System.GetTimestamp(), "committed");
        try
        {
            return await write();
        }
        catch (Exception e)
        {
            // Work may also throw for reasons of its own, to have itself undone.
            result = e is StoreUnavailableException ? "failed" : "undone";
            throw;
        }
        finally
        {
            _writes.Record(TimeProvider.System.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("result", result));
        }
    }
}
