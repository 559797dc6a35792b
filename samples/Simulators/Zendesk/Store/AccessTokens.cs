using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Decides who may call the API: unexpired OAuth tokens and the legacy API token are accepted.</summary>
internal sealed class AccessTokens(SimulatedZendeskOptions options)
{
    private static readonly TimeSpan MinLifetime = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromSeconds(172_800);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    /// <summary>Issues a token for the client; null if id or secret is wrong.</summary>
    public (string Token, TimeSpan Lifetime)? Issue(string? clientId, string? clientSecret, TimeSpan? requested)
    {
        if (clientId != options.ClientId || clientSecret != options.ClientSecret)
            return null;
        var lifetime = requested is { } asked
            ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, MinLifetime.Ticks, MaxLifetime.Ticks))
            : options.TokenLifetime;
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _expiries[token] = options.TimeProvider.GetUtcNow() + lifetime;
        return (token, lifetime);
    }

    /// <summary>Revokes every token issued so far.</summary>
    public void RevokeAll() => _expiries.Clear();

    public bool Accepts(string? authorization)
    {
        if (authorization is null)
            return false;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return _expiries.TryGetValue(authorization["Bearer ".Length..].Trim(), out var expiry) && expiry > options.TimeProvider.GetUtcNow();
        if (options.ApiToken is not { } legacy || !authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return false;
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{legacy.Email}/token:{legacy.Token}"));
        return authorization["Basic ".Length..].Trim() == expected;
    }
}
