using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Zendesk.Webhooks;

/// <summary>
/// Zendesk's webhook signature: base64(HMAC-SHA256(key: the secret's UTF-8 bytes as shown, message: timestamp + raw body))
/// (developer.zendesk.com/documentation/webhooks/verifying).
/// </summary>
internal static class WebhookSignature
{
    public const string SignatureHeader = "X-Zendesk-Webhook-Signature";
    public const string TimestampHeader = "X-Zendesk-Webhook-Signature-Timestamp";

    public static string Compute(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>Whether one of the secrets made the signature; always looks at all of them, in constant time each.</summary>
    public static bool IsGenuine(IReadOnlyList<string> secrets, string signature, string timestamp, ReadOnlySpan<byte> body)
    {
        var given = Encoding.UTF8.GetBytes(signature);
        var genuine = false;
        foreach (var secret in secrets)
            genuine |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Compute(secret, timestamp, body)));
        return genuine;
    }

    /// <summary>Why the call is refused; null: it is genuine and of now.</summary>
    public static string? Validate(IHeaderDictionary headers, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, TimeSpan tolerance, DateTimeOffset now)
    {
        var (signature, timestamp) = (headers[SignatureHeader].ToString(), headers[TimestampHeader].ToString());
        if (signature.Length == 0 || timestamp.Length == 0)
            return "The signature headers are missing.";
        if (!IsGenuine(secrets, signature, timestamp, body))
            return "The signature does not match a configured secret.";
        if (!DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
            return "The signature's timestamp is no time.";
        return (signedAt - now).Duration() > tolerance ? "The signature's timestamp is too far from now." : null;
    }
}
