using System.Net.Http.Headers;
using System.Text;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk.SignIn;

/// <summary>
/// The credentials of one account: OAuth access tokens by client credentials, which come without a refresh token (developer.zendesk.com,
/// "OAuth Tokens for Grant Types"), or a legacy API token. Tokens are only kept in memory: each process asks for its own.
/// </summary>
internal sealed partial class ZendeskCredentials(
    string helpdesk, IOptionsMonitor<HelpdeskOptions> options, IZendeskSignInApi api, BridgeClock clock, ILogger<ZendeskCredentials> log)
    : IDisposable
{
    private static readonly TimeSpan MaxRenewalMargin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _renewal = new(1, 1);
    private volatile IssuedToken? _current;

    /// <summary>The options as they are now: secrets can change at run time.</summary>
    private HelpdeskOptions Options => options.Get(helpdesk);

    /// <summary>How the bridge signs in, in words, and when the present access token is renewed.</summary>
    public (string Words, DateTimeOffset? RenewsAt) GetStatus() => (Options.OAuth, _current) switch
    {
        (null, _) => ("API token", null),
        (_, null) => ("OAuth, no token yet", null),
        (_, { } current) => ("OAuth token", current.RenewAt),
    };

    /// <exception cref="HttpRequestException">There is no access token (<see cref="HttpRequestError.UserAuthenticationError"/>).</exception>
    public async Task<AuthenticationHeaderValue> GetAsync(CancellationToken cancellationToken)
    {
        if (Options.OAuth is not { } oauth)
            return CreateBasicHeader(Options.ApiToken ?? throw new InvalidOperationException("A helpdesk needs OAuth or ApiToken."));
        if (_current is { } current && clock.Now < current.RenewAt)
            return current.Header;

        await _renewal.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } renewed && clock.Now < renewed.RenewAt)
                return renewed.Header;
            return (_current = await IssueAsync(oauth, cancellationToken)).Header;
        }
        finally
        {
            _renewal.Release();
        }
    }

    /// <summary>Forgets credentials that Zendesk refused.</summary>
    /// <returns>Whether <see cref="GetAsync"/> can now give other ones.</returns>
    public bool Discard(AuthenticationHeaderValue refused)
    {
        if (Options.OAuth is null)
        {
            Log.ApiTokenRefused(log, helpdesk);
            return false;
        }

        // Another request may have renewed the token in the meantime.
        if (_current is { } current && ReferenceEquals(current.Header, refused))
            _current = null;
        return true;
    }

    public void Dispose() => _renewal.Dispose();

    private async Task<IssuedToken> IssueAsync(OAuthOptions oauth, CancellationToken cancellationToken)
    {
        var lifetime = oauth.TokenLifetime;
        var request = new TokenRequest("client_credentials", oauth.ClientId, oauth.ClientSecret, oauth.Scope, (long)lifetime.TotalSeconds);
        var result = await api.IssueTokenAsync(request, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Content?.AccessToken is not { Length: > 0 } token)
            throw CreateNoTokenException(result.Failure);

        if (result.Content.ExpiresIn is > 0 and var seconds)
            lifetime = TimeSpan.FromSeconds(seconds);
        var margin = TimeSpan.FromTicks(Math.Min(MaxRenewalMargin.Ticks, lifetime.Ticks / 5));
        return new IssuedToken(new AuthenticationHeaderValue("Bearer", token), clock.Now + lifetime - margin);
    }

    private HttpRequestException CreateNoTokenException(ZendeskFailure? failure)
    {
        var why = failure?.Summary ?? "the response contains no token";
        if (failure is { Status: null })
            Log.NotReached(log, helpdesk, why);
        else
            Log.NoAccessToken(log, helpdesk, why);
        return new HttpRequestException(HttpRequestError.UserAuthenticationError, $"No access token: {why}");
    }

    /// <summary>An API token is sent with Basic authentication (developer.zendesk.com, "Security and Authentication").</summary>
    private static AuthenticationHeaderValue CreateBasicHeader(ApiTokenOptions token) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{token.Email}/token:{token.Token}")));

    private sealed record IssuedToken(AuthenticationHeaderValue Header, DateTimeOffset RenewAt);

    private static partial class Log
    {
        [LoggerMessage(
            4001, LogLevel.Error,
            "Helpdesk {Helpdesk} gives no access token ({Why}). Check its OAuth:ClientId, OAuth:ClientSecret and OAuth:Scope. Its messages wait")]
        public static partial void NoAccessToken(ILogger logger, string helpdesk, string why);

        [LoggerMessage(
            4003, LogLevel.Error,
            "Helpdesk {Helpdesk} can't be reached for an access token ({Why}). Check its BaseUrl and the network. Its messages wait")]
        public static partial void NotReached(ILogger logger, string helpdesk, string why);

        [LoggerMessage(
            4002, LogLevel.Error,
            "Helpdesk {Helpdesk} refuses the API token. Check its ApiToken:Email and ApiToken:Token. Its messages wait")]
        public static partial void ApiTokenRefused(ILogger logger, string helpdesk);
    }
}
