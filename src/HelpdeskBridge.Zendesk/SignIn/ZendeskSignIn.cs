using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.SignIn;

/// <summary>Gives each request its credentials; a token that Zendesk no longer takes is renewed once.</summary>
internal sealed class ZendeskSignInHandler(ZendeskTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var used = await tokens.GetAsync(cancellationToken);
        request.Headers.Authorization = used;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !tokens.Discard(used))
            return response;

        response.Dispose();
        request.Headers.Authorization = await tokens.GetAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>
/// The credentials of one account: OAuth access tokens by client credentials (which come without a refresh token), or a legacy API token.
/// Kept in memory only: a process that starts asks for its own.
/// </summary>
internal sealed partial class ZendeskTokens(string helpdesk, Func<HelpdeskOptions> options, IZendeskSignInApi api, BridgeClock clock, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile Issued? _current;

    /// <exception cref="HttpRequestException">No token can be had (<see cref="HttpRequestError.UserAuthenticationError"/>).</exception>
    public async Task<AuthenticationHeaderValue> GetAsync(CancellationToken cancellationToken)
    {
        if (options().OAuth is not { } oauth)
            return Basic(options().ApiToken ?? throw new InvalidOperationException("A helpdesk has OAuth or ApiToken."));
        if (_current is { } current && clock.Now < current.RenewAt)
            return current.Header;

        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } renewed && clock.Now < renewed.RenewAt)
                return renewed.Header;
            return (_current = await IssueAsync(oauth, cancellationToken)).Header;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>Zendesk refused this token.</summary>
    /// <returns>Whether another can be asked for.</returns>
    public bool Discard(AuthenticationHeaderValue refused)
    {
        if (options().OAuth is null)
        {
            Log.Refused(log, helpdesk);
            return false;
        }

        // Another request may have renewed it meanwhile.
        if (_current is { } current && ReferenceEquals(current.Header, refused))
            _current = null;
        return true;
    }

    public void Dispose() => _renewing.Dispose();

    private async Task<Issued> IssueAsync(OAuthOptions oauth, CancellationToken cancellationToken)
    {
        var lifetime = oauth.TokenLifetime;
        var request = new TokenRequest("client_credentials", oauth.ClientId, oauth.ClientSecret, oauth.Scope, (long)lifetime.TotalSeconds);
        var answer = await api.IssueTokenAsync(request, cancellationToken).AsAnswerAsync(clock, cancellationToken);
        if (answer.Content?.AccessToken is not { Length: > 0 } token)
        {
            var why = answer.Failure?.Summary ?? "the answer holds no token";
            if (answer.Failure is { Status: null })
                Log.NotReached(log, helpdesk, why);
            else
                Log.NoToken(log, helpdesk, why);
            throw new HttpRequestException(HttpRequestError.UserAuthenticationError, $"No access token: {why}");
        }

        if (answer.Content.ExpiresIn is > 0 and var seconds)
            lifetime = TimeSpan.FromSeconds(seconds);
        var margin = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(1).Ticks, lifetime.Ticks / 5));
        return new Issued(new AuthenticationHeaderValue("Bearer", token), clock.Now + lifetime - margin);
    }

    private static AuthenticationHeaderValue Basic(ApiTokenOptions token) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{token.Email}/token:{token.Token}")));

    private sealed record Issued(AuthenticationHeaderValue Header, DateTimeOffset RenewAt);

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Error, "Helpdesk {Helpdesk} gives no access token ({Why}): look at its OAuth:ClientId, ClientSecret and Scope; messages wait")]
        public static partial void NoToken(ILogger logger, string helpdesk, string why);

        [LoggerMessage(4003, LogLevel.Error, "Helpdesk {Helpdesk} can't be reached for an access token ({Why}): look at its BaseUrl and the network; messages wait")]
        public static partial void NotReached(ILogger logger, string helpdesk, string why);

        [LoggerMessage(4002, LogLevel.Error, "Helpdesk {Helpdesk} refuses the API token: look at its ApiToken:Email and Token; messages wait")]
        public static partial void Refused(ILogger logger, string helpdesk);
    }
}
