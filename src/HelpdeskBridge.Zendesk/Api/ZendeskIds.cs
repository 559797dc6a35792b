using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Our ids as Zendesk sees them.</summary>
internal static partial class ZendeskIds
{
    /// <summary>Name of our mark in a comment's metadata.</summary>
    public const string MarkerName = "helpdesk_bridge";

    private const string Prefix = "jaicp:";

    /// <summary>External id of the ticket the conversation opens next: a follow-up gets its own.</summary>
    public static string NextTicket(Conversation conversation) =>
        conversation.TicketsOpened == 0
            ? Prefix + conversation.Id
            : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{conversation.Id}:{conversation.TicketsOpened + 1}");

    public static bool IsOurs(string? ticketExternalId) => ticketExternalId?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>
    /// External id of a client's user. Zendesk matches external ids without regard to letter case, JAICP's user ids differ by it, and
    /// there is a length limit: an id that is not short and plain lower case is replaced by its hash.
    /// </summary>
    public static string User(ChannelUser client)
    {
        var readable = ReadableUserId().IsMatch(client.UserId)
            ? client.UserId
            : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(client.UserId)));
        return $"{Prefix}{client.Channel.ToLowerInvariant()}:{readable}";
    }

    /// <summary>Our mark on what the batch writes.</summary>
    public static Dictionary<string, string> GetMarker(OutboundBatch batch) => new() { [MarkerName] = batch.Marker };

    /// <summary>Same request, same key; another body under the same key would be refused (400 IdempotentRequestError).</summary>
    public static string IdempotencyKey(string messageId, string requestJson) =>
        $"{messageId}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestJson)))[..16]}";

    [GeneratedRegex(@"^(?!sha256-)[a-z0-9][a-z0-9._@:+-]{0,99}\z")]
    private static partial Regex ReadableUserId();
}
