using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Zendesk.Webhooks;

/// <summary>
/// The signature of a webhook call: base64(HMAC-SHA256(key, timestamp + raw body)), where the key is the UTF-8 bytes of the signing secret as
/// Zendesk shows it, not decoded (developer.zendesk.com/documentation/webhooks/verifying).
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

    /// <summary>Whether the signature was made with one of the secrets. All secrets are compared, each in constant time.</summary>
    public static bool IsGenuine(IReadOnlyList<string> secrets, string signature, string timestamp, ReadOnlySpan<byte> body)
    {
        var given = Encoding.UTF8.GetBytes(signature);
        var genuine = false;
        foreach (var secret in secrets)
            genuine |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Compute(secret, timestamp, body)));
        return genuine;
    }

    /// <returns>Why the call is refused; null: its signature is genuine and its timestamp close enough to <paramref name="now"/>.</returns>
    public static string? Validate(
        IHeaderDictionary headers, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, TimeSpan tolerance, DateTimeOffset now)
    {
        var (signature, timestamp) = (headers[SignatureHeader].ToString(), headers[TimestampHeader].ToString());
        if (signature.Length == 0 || timestamp.Length == 0)
            return "The signature headers are missing.";
        if (!IsGenuine(secrets, signature, timestamp, body))
            return "The signature does not match a configured secret.";
        if (!DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt))
            return "The signature's timestamp is not a valid time.";
        return (signedAt - now).Duration() > tolerance ? "The signature's timestamp is too far from now." : null;
    }
}
