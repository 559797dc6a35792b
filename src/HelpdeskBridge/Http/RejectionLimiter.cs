using System.Threading.RateLimiting;

namespace HelpdeskBridge.Http;

/// <summary>
/// Refuses those who have no business here: an unknown channel or a wrong key, a bad signature, a forged link, an address that leads
/// nowhere. Who is refused too often from one address gets 429, the same in every case, so that nothing can be told apart. Only
/// refusals count: a genuine caller is never held back for what somebody else behind the same proxy does.
/// </summary>
internal sealed class RejectionLimiter : IDisposable
{
    /// <summary>Far above what a wrong setting causes, far below a flood.</summary>
    public const int Burst = 2000;

    private const int PerSecond = 100;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>Addresses that have been quiet for a while are forgotten by the library.</summary>
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    /// <param name="http">The call.</param>
    /// <param name="refusal">What it is told as long as it does not come too often.</param>
    public IResult Reject(HttpContext http, IResult refusal)
    {
        using var lease = _limiter.AttemptAcquire(CallerAddress.Get(http));
        return lease.IsAcquired ? refusal : Problems.TooManyRefusals(http, AgainAfter);
    }

    public void Dispose() => _limiter.Dispose();
}
