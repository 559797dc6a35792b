using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>The ids under which the bridge's conversations, clients and messages are known at Zendesk.</summary>
internal static partial class ZendeskIds
{
    /// <summary>The name of the bridge's marker in a comment's metadata.</summary>
    public const string MarkerName = "helpdesk_bridge";

    /// <summary>What the external ids of everything that the bridge made begin with.</summary>
    public const string Prefix = "jaicp:";

    /// <summary>The external id of the ticket that the conversation opens next. Each follow-up gets another one.</summary>
    public static string GetTicketExternalId(Conversation conversation) =>
        conversation.TicketsOpened == 0
            ? Prefix + conversation.Id
            : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{conversation.Id}:{conversation.TicketsOpened + 1}");

    /// <summary>Whether the bridge opened the ticket that has this external id.</summary>
    public static bool IsTicketExternalId(string? externalId) => externalId?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>
    /// The external id of a client's user. Zendesk ignores letter case when it matches external ids (Zendesk's OpenAPI file, "Create Or Update
    /// User"), but JAICP's user ids may differ in nothing else; and their length is limited. So an id that is long, or more than plain lower
    /// case, is replaced by its hash.
    /// </summary>
    public static string GetUserExternalId(ChannelUser client)
    {
        var id = ReadableUserId().IsMatch(client.UserId)
            ? client.UserId
            : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(client.UserId)));
        return $"{Prefix}{client.Channel.ToLowerInvariant()}:{id}";
    }

    /// <summary>
    /// The external id of a user whom the bridge makes for an address or a number. It sees to it that two chats that begin at once make one user: a
    /// search does not find a new user at once, but a second user with the same external id is refused.
    /// </summary>
    public static string GetPersonExternalId(RequesterKey key, string value) =>
        $"{Prefix}{key.ToString().ToLowerInvariant()}:sha256-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}";

    /// <summary>The metadata by which the bridge later recognises what the batch wrote.</summary>
    public static Dictionary<string, string> CreateMarker(OutboundBatch batch) => new() { [MarkerName] = batch.Marker };

    /// <summary>
    /// The same request always has the same key. The body is part of the key, because Zendesk refuses another body under a known key
    /// (400 IdempotentRequestError; developer.zendesk.com, ticketing introduction, "Idempotency").
    /// </summary>
    public static string CreateIdempotencyKey(string messageId, string requestJson) =>
        $"{messageId}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestJson)))[..16]}";

    [GeneratedRegex(@"^(?!sha256-)[a-z0-9][a-z0-9._@:+-]{0,99}\z")]
    private static partial Regex ReadableUserId();
}
