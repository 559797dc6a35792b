using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>OAuth client credentials: exchanges id and secret for an access token with a limited lifetime.</summary>
internal sealed class TokenEndpoint(AccessTokens tokens, AccountRules rules, IReadOnlyList<string>? clientScopes)
{
    public void Map(IEndpointRouteBuilder app) =>
        app.MapOperation("POST", "/oauth/tokens", ZendeskOperation.IssueToken, IssueAsync);

    private async Task<ZendeskResponse> IssueAsync(HttpContext http)
    {
        var input = await ReadAsync(http.Request);
        JournalAnnotation.Get(http).Summary = "sign-in";
        if (rules.IsUnknownSubdomain)
            return ZendeskApiException.NoHelpDesk().Response;
        if (input is null)
            return ZendeskResponse.Json(400, new { error = "invalid_request", error_description = "The request is missing a required parameter" });
        if (input.GrantType != "client_credentials")
            return ZendeskResponse.Json(400, new { error = "unsupported_grant_type", error_description = "The grant type is not supported" });
        var scope = input.Scope ?? "read write";
        if (clientScopes is not null && scope.Split(' ').Except(clientScopes).Any())
            return ZendeskResponse.Json(400, new { error = "invalid_scope", error_description = "The requested scope is invalid" });
        TimeSpan? lifetime = input.ExpiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (tokens.Issue(input.ClientId, input.ClientSecret, scope, lifetime) is not { } issued)
            return ZendeskResponse.Json(401, new { error = "invalid_client", error_description = "Client authentication failed" });
        return ZendeskResponse.Json(201, new
        {
            AccessToken = issued.Token,
            TokenType = "bearer",
            Scope = scope,
            ExpiresIn = (long)issued.Lifetime.TotalSeconds,
        });
    }

    private static async Task<TokenInput?> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            return new TokenInput(
                form["grant_type"],
                form["client_id"],
                form["client_secret"],
                form["scope"],
                long.TryParse(form["expires_in"], out var seconds) ? seconds : null);
        }

        try
        {
            return JsonSerializer.Deserialize<TokenInput>(await RequestBody.ReadAsync(request), ZendeskJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record TokenInput(string? GrantType, string? ClientId, string? ClientSecret, string? Scope, long? ExpiresIn);
}
