using System.Threading.RateLimiting;
using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Http;

/// <summary>Limits the calls per second of each channel.</summary>
internal sealed class ChannelLimits(ChannelRegistry channels) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetTokenBucketLimiter(name, channel => new TokenBucketRateLimiterOptions
        {
            TokenLimit = channels.Get(channel).InboundPerSecond,
            TokensPerPeriod = channels.Get(channel).InboundPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }),
        StringComparer.OrdinalIgnoreCase);

    /// <returns>Whether the channel may make this call now.</returns>
    public bool TryTake(string channel)
    {
        using var lease = _limiter.AttemptAcquire(channel);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
