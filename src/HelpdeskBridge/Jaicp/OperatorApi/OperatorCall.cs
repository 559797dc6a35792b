using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary>A call from JAICP whose key fits, with the fields of its body.</summary>
internal sealed record OperatorCall(string Channel, ChannelOptions Options, CallFields Fields)
{
    /// <summary>JAICP's user ids are opaque and may be long (contract: 1 to 1024 characters).</summary>
    private const int MaxCharactersOfUserId = 1024;

    /// <summary>The call that <see cref="OperatorCallFilter"/> let through.</summary>
    public static OperatorCall Get(HttpContext http) => http.Features.Get<OperatorCall>() ?? throw new InvalidOperationException("The route has no OperatorCallFilter.");

    public ChannelUser Client() => new(Channel, Fields.Required("userId", MaxCharactersOfUserId));

    /// <summary>Hands an input to the intake and answers after it is durably stored; a call with faults is refused with all of them.</summary>
    public async Task<IResult> AcceptAsync(Inbox inbox, ChannelUser client, ConversationInput input, CancellationToken cancellationToken)
    {
        if (Fields.HasFaults)
            return Fields.Problem();
        await inbox.AcceptAsync(client, input, cancellationToken);
        return Done();
    }

    public static IResult Done() => Results.Json(new object());
}

/// <summary>Every call passes here first: known channel and key, within the channel's limit, a body of bearable size.</summary>
internal sealed class OperatorCallFilter(BridgeSettings settings, RejectionLimiter rejections, ChannelLimits limits, RequestBodyReader bodies) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var name = http.GetRouteValue("channel") as string ?? "";
        var channel = settings.Channels.GetValueOrDefault(name);

        // An unknown channel is compared as well, so that it takes as long as a wrong key.
        if (!KeyFits(http.GetRouteValue("key") as string ?? "", channel) || channel is null)
            return rejections.Reject(http, Problems.NotFound());
        if (!limits.TryTake(name))
            return Problems.TooManyCalls();
        var (body, refusal) = await bodies.ReadFromKnownCallerAsync(http);
        if (refusal is not null)
            return refusal;

        // The name as set: addresses tolerate other letter case, the store must not see two channels in it.
        var setName = settings.Channels.Keys.First(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        http.Features.Set(new OperatorCall(setName, channel, CallFields.Parse(body)));
        return await next(context);
    }

    /// <summary>Compares hashes, so that neither content nor length of the keys shows in the time it takes.</summary>
    private static bool KeyFits(string given, ChannelOptions? channel)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        var fits = CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(channel?.Key ?? "")));
        var fitsPrevious = CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(channel?.PreviousKey ?? "")));
        return given.Length > 0 && (fits | fitsPrevious);
    }
}

/// <summary>Calls per second of each channel.</summary>
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

    public bool TryTake(string channel)
    {
        using var lease = _limiter.AttemptAcquire(channel);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
