using System.Threading.RateLimiting;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary>Limits the calls per second of each channel.</summary>
internal sealed class ChannelLimits(BridgeSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        name => RateLimitPartition.GetTokenBucketLimiter(name, channel => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.Channels[channel].InboundPerSecond,
            TokensPerPeriod = settings.Channels[channel].InboundPerSecond,
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
