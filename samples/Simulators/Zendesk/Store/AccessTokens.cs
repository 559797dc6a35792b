using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Who may call the API: OAuth tokens while they live, and the legacy API token.</summary>
internal sealed class AccessTokens(SimulatedZendeskOptions options)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(172_800);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    /// <summary>A new token for the client, or null when id or secret are wrong.</summary>
    public (string Token, TimeSpan Lifetime)? Issue(string? clientId, string? clientSecret, TimeSpan? requested)
    {
        if (clientId != options.ClientId || clientSecret != options.ClientSecret)
            return null;
        var lifetime = requested is { } wish ? TimeSpan.FromTicks(Math.Clamp(wish.Ticks, Shortest.Ticks, Longest.Ticks)) : options.TokenLifetime;
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _expiries[token] = options.TimeProvider.GetUtcNow() + lifetime;
        return (token, lifetime);
    }

    /// <summary>Takes back every token handed out so far.</summary>
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
