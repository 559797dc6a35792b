using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>OAuth client credentials: id and secret against an access token that lives for a while.</summary>
internal sealed class TokenEndpoint(AccessTokens tokens)
{
    public void Map(IEndpointRouteBuilder app) =>
        app.Handle("POST", "/oauth/tokens", ZendeskOperation.IssueToken, IssueAsync);

    private async Task<Answer> IssueAsync(HttpContext http)
    {
        var input = await ReadAsync(http.Request);
        RequestNote.Of(http).Summary = "sign-in";
        if (input is null)
            return Answer.Json(400, new { error = "invalid_request", error_description = "The request is missing a required parameter" });
        if (input.GrantType != "client_credentials")
            return Answer.Json(400, new { error = "unsupported_grant_type", error_description = "The grant type is not supported" });
        if (tokens.Issue(input.ClientId, input.ClientSecret, input.ExpiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : null) is not { } issued)
            return Answer.Json(401, new { error = "invalid_client", error_description = "Client authentication failed" });
        return Answer.Json(201, new
        {
            AccessToken = issued.Token,
            TokenType = "bearer",
            Scope = input.Scope ?? "read write",
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
