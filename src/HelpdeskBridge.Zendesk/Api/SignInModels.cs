namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Body of <c>POST /oauth/tokens</c> (developer.zendesk.com, "OAuth Tokens for Grant Types").</summary>
/// <param name="GrantType">Always <c>client_credentials</c>.</param>
/// <param name="ClientId">The unique identifier of the OAuth client.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Scope">Scopes, separated by spaces.</param>
/// <param name="ExpiresIn">The lifetime to ask for, in seconds.</param>
internal sealed record TokenRequest(string GrantType, string ClientId, string ClientSecret, string Scope, long ExpiresIn);

/// <param name="AccessToken">The token.</param>
/// <param name="ExpiresIn">Its lifetime in seconds.</param>
internal sealed record TokenResponse(string? AccessToken, long? ExpiresIn);
