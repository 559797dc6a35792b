using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>What stands before every API endpoint: sign-in, the account's rate limit, the headers each answer carries.</summary>
internal sealed class ApiGate(AccessTokens tokens, SimulatedZendeskOptions options) : IEndpointFilter
{
    private readonly RateWindow<string> _account = new(options.AccountRequestsPerMinute, TimeSpan.FromMinutes(1), options.TimeProvider);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers["X-Zendesk-API-Version"] = "v2";
        headers["X-Request-Id"] = Guid.CreateVersion7(options.TimeProvider.GetUtcNow()).ToString();
        if (!tokens.Accepts(http.Request.Headers.Authorization))
            return Refusal.NotAuthenticated().Answer;

        var state = _account.Take("account");
        WriteLimit(headers, state);
        if (state.IsExceeded)
            return TooMany(http, state);

        try
        {
            return await next(context);
        }
        catch (Refusal refusal)
        {
            return refusal.Answer;
        }
    }

    /// <summary>The plain text answer above a limit; the endpoint may hit one while the account still has requests left.</summary>
    public static Answer TooMany(HttpContext http, RateState state)
    {
        http.Response.Headers.RetryAfter = Number(state.ResetsInSeconds);
        return new Answer(429, "Number of allowed API requests per minute exceeded"u8.ToArray()) { ContentType = "text/plain; charset=utf-8" };
    }

    private static void WriteLimit(IHeaderDictionary headers, RateState state)
    {
        headers["X-Rate-Limit"] = headers["ratelimit-limit"] = Number(state.Limit);
        headers["X-Rate-Limit-Remaining"] = headers["ratelimit-remaining"] = Number(state.Remaining);
        headers["ratelimit-reset"] = Number(state.ResetsInSeconds);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
