using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Http;

/// <summary>Compares a key that a caller shows with the configured ones.</summary>
internal static class SecretText
{
    /// <summary>Compares hashes in constant time, so that the time it takes shows neither the content nor the length of the keys.</summary>
    /// <param name="given">What the caller shows.</param>
    /// <param name="keys">The keys that are accepted. One that is null or empty is not set, and nothing matches it.</param>
    public static bool IsAnyOf(string given, params ReadOnlySpan<string?> keys)
    {
        var hash = Hash(given);
        var isAny = false;
        foreach (var key in keys)
            isAny |= CryptographicOperations.FixedTimeEquals(hash, Hash(key ?? ""));
        return isAny && given.Length > 0;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
