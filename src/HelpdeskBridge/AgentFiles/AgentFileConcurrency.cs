using System.Threading.RateLimiting;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.AgentFiles;

/// <summary>Who downloads an agent's file.</summary>
/// <param name="Helpdesk">The helpdesk that has the file.</param>
/// <param name="Token">The token of the link.</param>
/// <param name="Address">The caller's address.</param>
internal readonly record struct AgentFileReader(string Helpdesk, string Token, string Address);

/// <summary>
/// Limits how many files are streamed at the same time: by one link, to one address, and from one helpdesk. Further requests wait for a while, in
/// the order they came. So neither one link nor one caller takes all places, and many downloads from one helpdesk delay none from another.
/// </summary>
internal sealed class AgentFileConcurrency(IOptions<DeliveryOptions> options, ClusterShare share) : IDisposable
{
    private const int MaxPerLink = 4;

    /// <summary>JAICP fetches the files of all its clients from few addresses.</summary>
    private const int MaxPerAddress = 24;

    private const int MaxPerHelpdesk = 32;
    private const int MaxWaiting = 500;

    /// <summary>The narrowest limit comes first, so that whoever waits for it holds no place that others need.</summary>
    private readonly PartitionedRateLimiter<AgentFileReader> _limiter = PartitionedRateLimiter.CreateChained(
        share.CreateLimiter<AgentFileReader, string>(MaxPerLink, reader => reader.Token, MaxWaiting),
        share.CreateLimiter<AgentFileReader, string>(MaxPerAddress, reader => $"{reader.Helpdesk} {reader.Address}", MaxWaiting),
        share.CreateLimiter<AgentFileReader, string>(MaxPerHelpdesk, reader => reader.Helpdesk, MaxWaiting));

    /// <returns>A permit, to be disposed; null: none became free in time.</returns>
    public async Task<RateLimitLease?> EnterAsync(AgentFileReader reader, CancellationToken cancellationToken)
    {
        // Real time, not the bridge's clock: an HTTP caller is waiting.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.RequestTimeout);
        try
        {
            var lease = await _limiter.AcquireAsync(reader, cancellationToken: timeout.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _limiter.Dispose();
}
