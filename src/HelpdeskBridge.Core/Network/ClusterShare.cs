using System.Threading.RateLimiting;

namespace HelpdeskBridge.Network;

/// <summary>
/// What this process may take of a limit that holds for the whole cluster: as much as each other process that runs. So nobody has to be asked for a
/// place (docs/decisions/0019-limits-of-the-cluster.md).
/// </summary>
internal abstract class ClusterShare
{
    /// <summary>The share of the only process: the whole limit.</summary>
    public static readonly ClusterShare Alone = new OnlyProcess();

    /// <summary>How many processes run.</summary>
    public abstract int Processes { get; }

    /// <returns>The share of a limit, at least one.</returns>
    public int Of(int limit) => Math.Max(1, limit / Processes);

    /// <summary>Limits what runs at the same time in the cluster.</summary>
    /// <param name="limit">How much runs in the cluster, for each key.</param>
    /// <param name="getKey">What has a limit of its own.</param>
    /// <param name="maxWaiting">How much may wait in this process.</param>
    public PartitionedRateLimiter<TResource> CreateLimiter<TResource, TKey>(int limit, Func<TResource, TKey> getKey, int maxWaiting = int.MaxValue)
        where TKey : notnull => CreateLimiter<TResource, TKey>(_ => limit, getKey, maxWaiting);

    /// <inheritdoc cref="CreateLimiter{TResource,TKey}(int,Func{TResource,TKey},int)"/>
    public PartitionedRateLimiter<TResource> CreateLimiter<TResource, TKey>(
        Func<TKey, int> limit, Func<TResource, TKey> getKey, int maxWaiting = int.MaxValue)
        where TKey : notnull =>
        PartitionedRateLimiter.Create<TResource, (TKey Key, int Processes)>(resource => RateLimitPartition.GetConcurrencyLimiter(
            // A limiter has a fixed number of places. When a process joins or leaves, others begin, and what runs or waits stays with the old ones.
            (Key: getKey(resource), Processes),
            partition => new ConcurrencyLimiterOptions { PermitLimit = Of(limit(partition.Key)), QueueLimit = maxWaiting }));
}

/// <summary>There are no other processes.</summary>
internal sealed class OnlyProcess : ClusterShare
{
    public override int Processes => 1;
}
