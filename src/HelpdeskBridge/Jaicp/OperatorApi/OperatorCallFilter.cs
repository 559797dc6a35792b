using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Http;

namespace HelpdeskBridge.Jaicp.OperatorApi;

/// <summary>Checks every call before its endpoint runs: channel and key, the channel's rate limit, and the size of the body.</summary>
internal sealed class OperatorCallFilter(
    ChannelRegistry channels, RejectionLimiter rejections, ChannelLimits limits, RequestBodyReader bodies, LastCalls lastCalls) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var name = http.GetRouteValue("channel") as string ?? "";
        var channel = channels.Find(name);

        // The key is compared for an unknown channel as well, so that the response takes as long as for a wrong key.
        if (!IsKeyOf(channel, http.GetRouteValue("key") as string ?? "") || channel is null)
            return rejections.Reject(http, Problems.NotFound());
        if (!limits.TryTake(name))
            return Problems.TooManyCalls();
        var (body, refusal) = await bodies.ReadFromKnownCallerAsync(http);
        if (refusal is not null)
            return refusal;

        // Addresses ignore letter case. The store must not see two channels in that, so the call gets the name as it is in the settings.
        var setName = channels.FindName(name)!;
        lastCalls.RecordChannel(setName);
        http.Features.Set(new OperatorCall(setName, channel, CallFields.Parse(body)));
        return await next(context);
    }

    /// <summary>Compares hashes in constant time, so that the time it takes shows neither the content nor the length of the keys.</summary>
    private static bool IsKeyOf(ChannelOptions? channel, string given)
    {
        var hash = Hash(given);
        var isKey = CryptographicOperations.FixedTimeEquals(hash, Hash(channel?.Key ?? ""));
        var isPreviousKey = CryptographicOperations.FixedTimeEquals(hash, Hash(channel?.PreviousKey ?? ""));
        return given.Length > 0 && (isKey | isPreviousKey);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
