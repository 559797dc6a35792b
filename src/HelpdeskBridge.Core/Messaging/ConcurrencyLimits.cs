using System.Threading.RateLimiting;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Network;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Limits how many queues send to an endpoint at the same time, in the whole cluster. The other queues wait in order, before they claim a message.
/// Kinds of messages that wait for different things have places of their own, and so have retries, so that none of them takes all places.
/// </summary>
internal sealed class ConcurrencyLimits(ClusterShare share) : IDisposable
{
    private const int PermitsForFirstAttempts = 32;
    private const int PermitsForRetries = 16;

    private readonly PartitionedRateLimiter<PermitPool> _limiter = share.CreateLimiter<PermitPool, PermitPool>(
        pool => pool.IsRetry ? PermitsForRetries : PermitsForFirstAttempts, pool => pool);

    /// <returns>The permit, which the caller disposes; null when it must wait for one.</returns>
    public RateLimitLease? TryAcquire(PermitPool pool)
    {
        var lease = _limiter.AttemptAcquire(pool);
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        return null;
    }

    /// <returns>The permit, which the caller disposes.</returns>
    public async Task<RateLimitLease> AcquireAsync(PermitPool pool, CancellationToken cancellationToken) =>
        await _limiter.AcquireAsync(pool, cancellationToken: cancellationToken);

    public void Dispose() => _limiter.Dispose();
}

/// <summary>Messages that share permits.</summary>
/// <param name="Endpoint">Where they are sent.</param>
/// <param name="Kind">What may hold them up.</param>
/// <param name="IsRetry">Whether they have failed before. Live messages do not wait for retries.</param>
internal readonly record struct PermitPool(DeliveryEndpoint Endpoint, PermitKind Kind, bool IsRetry)
{
    public static PermitPool From(OutboundBatch batch) => new(batch.Endpoint, GetKind(batch), IsRetry: batch.Head.Attempts > 0);

    private static PermitKind GetKind(OutboundBatch batch)
    {
        if (batch.Endpoint.Direction == Direction.ToJaicp)
            return PermitKind.Event;
        if (batch.Messages.Any(message => message.Body is ClientFile))
            return PermitKind.File;
        return batch.Conversation.HasWritableTicket ? PermitKind.Update : PermitKind.NewTicket;
    }
}

/// <summary>Kinds of messages that wait for different things.</summary>
internal enum PermitKind
{
    /// <summary>It waits for JAICP.</summary>
    Event,

    /// <summary>It waits for the helpdesk's limit of new tickets.</summary>
    NewTicket,

    /// <summary>It waits for the helpdesk's limit of updates.</summary>
    Update,

    /// <summary>It waits for the upload of a file.</summary>
    File,
}
