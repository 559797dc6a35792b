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
        var key = http.GetRouteValue("key") as string ?? "";
        if (!SecretText.IsAnyOf(key, channel?.Key, channel?.PreviousKey) || channel is null)
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
}
