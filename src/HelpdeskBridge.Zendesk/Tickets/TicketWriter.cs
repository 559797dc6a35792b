using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;

namespace HelpdeskBridge.Zendesk.Tickets;

/// <summary>Writes what the client wrote and did into tickets: opens them, adds comments and notes, sets statuses.</summary>
internal sealed class TicketWriter(TicketOpener opener, TicketUpdater updater)
{
    public Task<DeliveryOutcome> WriteAsync(OutboundBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Conversation is { TicketId: not null, TicketStatus: not (TicketStatus.Closed or TicketStatus.Gone) })
            return WriteToTicketAsync(batch, cancellationToken);
        return batch.Head.Body switch
        {
            OpenTicket or ClientText or ClientFile => opener.OpenAsync(batch, cancellationToken),
            ContextNote or LateReplyNote => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Failed("the ticket takes no note any more")),

            // There is no ticket to move, close or write a note into, and nobody is waiting for that.
            _ => Done(),
        };
    }

    private Task<DeliveryOutcome> WriteToTicketAsync(OutboundBatch batch, CancellationToken cancellationToken) => batch.Head.Body switch
    {
        OpenTicket => opener.OpenAsync(batch, cancellationToken),
        ClientText or ClientFile => updater.CommentAsync(batch, cancellationToken),
        MoveTicket move => updater.MoveAsync(batch, move, cancellationToken),
        ReopenTicket => batch.Conversation.TicketStatus == TicketStatus.Solved ? updater.ReopenAsync(batch, cancellationToken) : Done(),
        ClientLeftNote or IdleCloseNote => updater.CloseAsync(batch, cancellationToken),
        _ => updater.AddNoteAsync(batch, cancellationToken),
    };

    private static Task<DeliveryOutcome> Done() => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());
}
