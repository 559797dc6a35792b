using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The signature of Zendesk's webhooks.</summary>
internal static class WebhookSignature
{
    /// <summary>Base64 of HMAC-SHA256 over the timestamp header followed by the raw body.</summary>
    public static string Compute(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        mac.AppendData(body);
        return Convert.ToBase64String(mac.GetHashAndReset());
    }
}
