using Refit;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The token endpoint. It has an HTTP client of its own, because its requests carry no token.</summary>
internal interface IZendeskSignInApi
{
    [Post("/oauth/tokens")]
    Task<IApiResponse<TokenResponse>> IssueTokenAsync([Body] TokenRequest request, CancellationToken cancellationToken);
}
