using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>The texts of internal notes. A note about a hand-over ends with a link to the conversation in the operators' page.</summary>
internal sealed class InternalNotes(ChannelRegistry channels, IOptions<BridgeOptions> options, AdminAddress admin)
{
    /// <returns>The text of the note. Empty: the channel's settings disable it.</returns>
    public string Format(OutboundBatch batch, NoteMarkup markup) =>
        batch.Head.Body is EscalateTicket escalation
            ? EscalationNote.Format(escalation, batch.Conversation, GetChannel(batch), markup)
            : InternalNoteFormatter.Format(batch.Head.Body, GetChannel(batch), options.Value.MaxFileBytes, markup);

    /// <returns>What the note ends with, however long it is; null: nothing.</returns>
    public string? GetLastParagraph(OutboundBatch batch) =>
        batch.Head.Body is ContextNote or MoveTicket && admin.GetConversationUrl(batch.Conversation.Id) is { } url
            ? GetChannel(batch).GetText(TextName.AdminLink, ("url", url))
            : null;

    private ChannelOptions GetChannel(OutboundBatch batch) => channels.Get(batch.Conversation);
}
