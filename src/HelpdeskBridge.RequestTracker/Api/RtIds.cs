using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.RequestTracker.Api;

/// <summary>The names by which the bridge finds again what it made.</summary>
internal static class RtIds
{
    public const string UserPrefix = "jaicp-";

    private const string TicketPrefix = "urn:helpdesk-bridge:";

    /// <summary>
    /// The name of a client's user. Request Tracker ignores letter case in names, and does not accept all characters, so it is a hash. The store
    /// has the exact ids.
    /// </summary>
    public static string GetUserName(ChannelUser client) =>
        UserPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Channel.ToLowerInvariant()}\n{client.UserId}")));

    /// <summary>
    /// What the ticket that the conversation opens next refers to. It needs no custom field, and is found in one request. Each further ticket of a
    /// conversation gets another one.
    /// </summary>
    public static string GetTicketReference(Conversation conversation) =>
        string.Create(CultureInfo.InvariantCulture, $"{TicketPrefix}{conversation.Id}:{conversation.TicketsOpened + 1}");

    /// <summary>The mark in the subject of a message, by which it is found when the answer was lost.</summary>
    public static string GetMark(OutboundBatch batch) => "hb-" + batch.Marker;

    /// <returns>The number; 0 when it is none.</returns>
    public static long ParseNumber(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The last part of a path such as <c>/REST/2.0/ticket/7</c>, or of <c>fsck.com-rt://example.com/ticket/7</c>, if it is a number.
    /// </summary>
    public static string? GetLastNumber(string? path) =>
        path?.Split('/')[^1] is { Length: > 0 } last && last.All(char.IsAsciiDigit) ? last : null;
}
