using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Runs before every API endpoint: checks the sign-in and the account's rate limit, and sets the headers of every response.</summary>
internal sealed class ApiRequestFilter(AccessTokens tokens, AccountRules rules, Func<string> getRole, SimulatedZendeskOptions options)
    : IEndpointFilter
{
    private FixedWindowLimit<string> _account = new(options.AccountRequestsPerMinute, TimeSpan.FromMinutes(1), options.TimeProvider);

    private static readonly HashSet<string> ForAdmins = ["webhooks", "triggers", "agent_availabilities", "account_groups"];

    private static readonly HashSet<string> WrittenByAdmins = ["ticket_fields", "macros"];

    /// <summary>Sets the limit of the account. The minute begins anew.</summary>
    public void SetAccountLimit(int requestsPerMinute) =>
        _account = new FixedWindowLimit<string>(requestsPerMinute, TimeSpan.FromMinutes(1), options.TimeProvider);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.Date = options.TimeProvider.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (rules.IsUnknownSubdomain)
            return ZendeskApiException.NoHelpDesk().Response;
        headers["X-Zendesk-API-Version"] = "v2";
        headers["X-Request-Id"] = Guid.CreateVersion7(options.TimeProvider.GetUtcNow()).ToString();
        if (!tokens.Accepts(http.Request.Headers.Authorization))
            return ZendeskApiException.NotAuthenticated().Response;

        var state = _account.Take("account");
        WriteLimitHeaders(headers, state);
        if (state.IsExceeded)
            return CreateTooManyRequests(http, state);

        if (!IsAllowed(http.Request))
            return ZendeskApiException.Forbidden().Response;

        try
        {
            return await next(context);
        }
        catch (ZendeskApiException exception)
        {
            if (exception.Reason is { } reason)
                JournalAnnotation.Get(http).Summary = reason;
            return exception.Response;
        }
    }

    /// <summary>Whether the scopes of the token and the role of its user allow the request.</summary>
    private bool IsAllowed(HttpRequest request)
    {
        var resource = request.Path.Value!.Split('/')[3];
        var kind = HttpMethods.IsGet(request.Method) ? "read" : "write";
        if (tokens.GetScopes(request.Headers.Authorization) is { } scopes && !scopes.Contains(kind) && !scopes.Contains($"{resource}:{kind}"))
            return false;
        return getRole() switch
        {
            "admin" => true,
            "agent" => !ForAdmins.Contains(resource) && !(kind == "write" && WrittenByAdmins.Contains(resource)),
            _ => resource == "users",
        };
    }

    /// <summary>The plain text response to requests above a limit: the account's, or one of the endpoint.</summary>
    public static ZendeskResponse CreateTooManyRequests(HttpContext http, RateLimitState state)
    {
        http.Response.Headers.RetryAfter = Format(state.ResetsInSeconds);
        var body = "Number of allowed API requests per minute exceeded"u8.ToArray();
        return new ZendeskResponse(429, body) { ContentType = "text/plain; charset=utf-8" };
    }

    private static void WriteLimitHeaders(IHeaderDictionary headers, RateLimitState state)
    {
        headers["X-Rate-Limit"] = headers["ratelimit-limit"] = Format(state.Limit);
        headers["X-Rate-Limit-Remaining"] = headers["ratelimit-remaining"] = Format(state.Remaining);
        headers["ratelimit-reset"] = Format(state.ResetsInSeconds);
    }

    private static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);
}
