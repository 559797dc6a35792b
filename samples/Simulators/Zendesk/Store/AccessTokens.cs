using System.Collections.Concurrent;
using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Decides who may call the API: unexpired OAuth tokens and the legacy API token are accepted.</summary>
internal sealed class AccessTokens(SimulatedZendeskOptions options)
{
    private static readonly TimeSpan MinLifetime = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(172_800);

    private readonly RandomTokens _random = new(options.Seed);
    private readonly ConcurrentDictionary<string, IssuedToken> _issued = new(StringComparer.Ordinal);

    /// <summary>Issues a token for the client; null if id or secret is wrong.</summary>
    public (string Token, TimeSpan Lifetime)? Issue(string? clientId, string? clientSecret, string scope, TimeSpan? requested)
    {
        if (clientId != options.ClientId || clientSecret != options.ClientSecret)
            return null;
        var lifetime = requested is { } asked
            ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, MinLifetime.Ticks, MaxLifetime.Ticks))
            : options.TokenLifetime;
        var token = _random.Create(64);
        _issued[token] = new IssuedToken(options.TimeProvider.GetUtcNow() + lifetime, scope.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (token, lifetime);
    }

    /// <summary>Revokes every token issued so far.</summary>
    public void RevokeAll() => _issued.Clear();

    public bool Accepts(string? authorization)
    {
        if (authorization is null)
            return false;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Find(authorization) is { } token && token.ExpiresAt > options.TimeProvider.GetUtcNow();
        if (options.ApiToken is not { } legacy || !authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return false;
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{legacy.Email}/token:{legacy.Token}"));
        return authorization["Basic ".Length..].Trim() == expected;
    }

    /// <summary>The scopes of an OAuth token; null for the legacy API token, which may do everything.</summary>
    public IReadOnlyList<string>? GetScopes(string? authorization) => Find(authorization)?.Scopes;

    private IssuedToken? Find(string? authorization) =>
        authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true
            ? _issued.GetValueOrDefault(authorization["Bearer ".Length..].Trim())
            : null;

    private sealed record IssuedToken(DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes);
}
