using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker.Webhooks;

/// <summary>
/// Reads the calls of the scrip that an administrator has loaded. It signs <c>{seconds}.{body}</c> with the shared secret. It runs before Request
/// Tracker commits what it tells of.
/// </summary>
internal sealed class WebhookReader(string helpdesk, IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock)
{
    public const string SignatureHeader = "X-Hook-Signature";
    public const string TimestampHeader = "X-Hook-Timestamp";

    public WebhookReading Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        // The secrets can change at run time.
        var current = options.Get(helpdesk);
        return Validate(headers, body.Span, current) is { } reason ? new WebhookReading.NotGenuine(reason) : ReadBody(body);
    }

    public static string Compute(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    private string? Validate(IHeaderDictionary headers, ReadOnlySpan<byte> body, HelpdeskOptions current)
    {
        var (signature, timestamp) = (headers[SignatureHeader].ToString(), headers[TimestampHeader].ToString());
        if (signature.Length == 0 || timestamp.Length == 0)
            return "The signature headers are missing.";
        var genuine = false;
        foreach (var secret in current.WebhookSecrets)
        {
            genuine |= CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Compute(secret, timestamp, body)));
        }

        if (!genuine)
            return "The signature does not match a configured secret.";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return "The signature's timestamp is not a valid time.";
        return (DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.Now).Duration() > current.SignatureTolerance
            ? "The signature's timestamp is too far from now."
            : null;
    }

    private static WebhookReading ReadBody(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new WebhookReading.Unreadable("The body is not a JSON object.");
            if (document.RootElement.Member("ticket_id") is not { } id)
                return new WebhookReading.NotAboutTicket();
            var text = id.TextOrNumber() ?? "";
            return text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit)
                ? new WebhookReading.AboutTicket(text, IsOurs: false)
                : new WebhookReading.Unreadable("ticket_id is not the number of a ticket.");
        }
        catch (JsonException)
        {
            return new WebhookReading.Unreadable("The body is not JSON.");
        }
    }
}
