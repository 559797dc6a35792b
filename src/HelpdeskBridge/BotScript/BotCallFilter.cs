using System.Text.Json;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Http;

namespace HelpdeskBridge.BotScript;

/// <summary>
/// Checks every call of the bot's script before its endpoint runs: the channel and its key (<c>Authorization: Bearer</c>), the channel's rate limit,
/// and the size of the body. An unknown channel, one without a key and a wrong key look the same.
/// </summary>
internal sealed class BotCallFilter(ChannelRegistry channels, RejectionLimiter rejections, ChannelLimits limits, RequestBodyReader bodies)
    : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var name = http.GetRouteValue("channel") as string ?? "";
        var channel = channels.Find(name);
        var header = http.Request.Headers.Authorization.ToString();
        var key = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        if (!SecretText.IsAnyOf(key, channel?.BotKey) || channel is null)
            return rejections.Reject(http, Problems.NotFound());
        if (!limits.TryTake(name))
            return Problems.TooManyCalls();
        var (body, refusal) = HttpMethods.IsGet(http.Request.Method)
            ? (JsonSerializer.SerializeToUtf8Bytes(http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())), null)
            : await bodies.ReadFromKnownCallerAsync(http);
        if (refusal is not null)
            return refusal;
        http.Features.Set(new BotCall(channels.FindName(name)!, channel, CallFields.Parse(body)));
        return await next(context);
    }
}
