using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Text;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>A ticket as it is asked for: the client's words, and what the channel's settings say about tickets.</summary>
internal static class NewTicket
{
    /// <summary>Zendesk takes more, its lists show less.</summary>
    private const int MaxCharactersOfSubject = 150;

    public static TicketDraft Create(OutboundBatch batch, ChannelOptions channel, string words, long requesterId, string externalId)
    {
        var conversation = batch.Conversation;
        return new TicketDraft
        {
            Subject = GetSubject(channel, conversation),
            Comment = new CommentDraft(words, Public: true, requesterId) { Uploads = batch.Uploads },
            RequesterId = requesterId,
            SubmitterId = requesterId,
            GroupId = long.Parse(batch.DestinationId, CultureInfo.InvariantCulture),
            BrandId = channel.Ticket.BrandId,
            TicketFormId = channel.Ticket.FormId,
            ExternalId = externalId,
            Tags = [.. channel.Ticket.Tags.Concat(TicketFields.GetTags(conversation.Context, channel.Ticket.Fields)).Distinct(StringComparer.Ordinal)],
            Priority = channel.Ticket.Priority?.ToLowerInvariant(),
            CustomFields = TicketFields.GetFields(conversation.Context, channel.Ticket.Fields),
            ViaFollowupSourceId = conversation is { TicketId: { } closed, TicketStatus: TicketStatus.Closed } ? long.Parse(closed, CultureInfo.InvariantCulture) : null,
            Metadata = ZendeskIds.GetMarker(batch),
        };
    }

    /// <summary>Without whatever Zendesk may refuse because somebody changed the account, or the settings name the wrong id. Null: there is nothing of that kind.</summary>
    public static TicketDraft? WithoutOptionalFields(TicketDraft ticket) =>
        ticket is { BrandId: null, TicketFormId: null, Priority: null, CustomFields: null }
            ? null
            : ticket with { BrandId = null, TicketFormId = null, Priority = null, CustomFields = null };

    public static string GetSubject(ChannelOptions channel, Conversation conversation) => OneLine.Shorten(
        Placeholders.Fill(
            channel.Ticket.Subject,
            ("userName", ZendeskRequesters.GetName(conversation)), ("userId", conversation.Client.UserId), ("channel", conversation.Client.Channel)),
        MaxCharactersOfSubject);
}
