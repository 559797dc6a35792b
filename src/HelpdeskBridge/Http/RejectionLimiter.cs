using System.Threading.RateLimiting;

namespace HelpdeskBridge.Http;

/// <summary>
/// Answers calls that are rejected: an unknown channel or a wrong key, a bad signature, a forged link, an unknown address. When too many calls
/// of one address are rejected, they all get the same 429, so that nothing can be learned from the answers. Only rejected calls count: a
/// genuine caller is never slowed down by others behind the same proxy.
/// </summary>
internal sealed class RejectionLimiter : IDisposable
{
    /// <summary>Far more than a wrong setting causes, far fewer than a flood.</summary>
    public const int Burst = 2000;

    private const int PerSecond = 100;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>The library forgets an address that has been quiet for a while.</summary>
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <summary>Chooses the answer to a rejected call.</summary>
    /// <param name="http">The call.</param>
    /// <param name="rejection">The answer while not too many calls of the address are rejected.</param>
    public IResult Reject(HttpContext http, IResult rejection)
    {
        using var lease = _limiter.AttemptAcquire(CallerAddress.Get(http));
        return lease.IsAcquired ? rejection : Problems.TooManyRejections(http, RetryAfter);
    }

    public void Dispose() => _limiter.Dispose();
}
