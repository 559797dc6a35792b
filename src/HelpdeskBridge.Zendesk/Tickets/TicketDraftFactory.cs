using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Creates the request for a new ticket from the client's messages and the channel's settings.</summary>
internal static class TicketDraftFactory
{
    public static TicketDraft Create(OutboundBatch batch, ChannelOptions channel, string text, long? requesterId, string externalId)
    {
        var conversation = batch.Conversation;
        return new TicketDraft
        {
            Subject = CreateSubject(channel, conversation),
            Comment = CreateComment(batch, channel, text, requesterId),
            RequesterId = requesterId,
            SubmitterId = requesterId,
            GroupId = long.Parse(batch.DestinationId, CultureInfo.InvariantCulture),
            BrandId = channel.Ticket.BrandId,
            TicketFormId = channel.Ticket.FormId,
            ExternalId = externalId,
            Tags = CreateTags(channel, conversation),
            Priority = channel.Ticket.Priority?.ToLowerInvariant(),
            CustomFields = TicketFields.GetFields(conversation.Context, channel.Ticket.Fields),
            ViaFollowupSourceId = conversation is { TicketId: { } closed, TicketStatus: TicketStatus.Closed }
                ? long.Parse(closed, CultureInfo.InvariantCulture)
                : null,
            Metadata = ZendeskIds.CreateMarker(batch),
        };
    }

    /// <summary>The client's words as a public comment.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="channel">The channel's settings.</param>
    /// <param name="text">The words.</param>
    /// <param name="userId">The client's user; null: there is none, so the author is the bridge's own user, and the comment names the client.</param>
    public static CommentDraft CreateComment(OutboundBatch batch, ChannelOptions channel, string text, long? userId)
    {
        var body = userId is not null ? text : InternalNote.Quote(
            channel.GetText(
                TextName.UnknownClient,
                ("name", InternalNote.InlineCode(ZendeskRequesters.GetName(batch.Conversation)) ?? ""),
                ("id", InternalNote.InlineCode(batch.Conversation.Client.UserId) ?? "")),
            text);
        return new CommentDraft(body, Public: true, userId) { Uploads = batch.Uploads };
    }

    /// <summary>
    /// Leaves out what Zendesk may refuse, because the settings name a wrong id or somebody has changed the account since.
    /// </summary>
    /// <returns>Null: the draft has nothing of that kind.</returns>
    public static TicketDraft? WithoutOptionalFields(TicketDraft draft) =>
        draft is { BrandId: null, TicketFormId: null, Priority: null, CustomFields: null }
            ? null
            : draft with { BrandId = null, TicketFormId = null, Priority = null, CustomFields = null };

    public static string CreateSubject(ChannelOptions channel, Conversation conversation) =>
        ClientName.CreateSubject(channel, conversation, ZendeskRequesters.MaxCharactersOfName);

    /// <summary>What the bot says about the client must not end the chat that it opens.</summary>
    private static string[] CreateTags(ChannelOptions channel, Conversation conversation) =>
    [
        .. channel.Ticket.Tags.Concat(TicketFields.GetTags(conversation.Context, channel.Ticket.Fields)).Distinct(StringComparer.Ordinal)
            .Where(tag => !string.Equals(tag, channel.ReturnToBot.Tag, StringComparison.OrdinalIgnoreCase)),
    ];
}
