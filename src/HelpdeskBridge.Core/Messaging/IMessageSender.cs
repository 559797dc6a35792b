using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Messaging;

/// <summary>Sends batches in one direction. Failures of the network and of the other side are outcomes, not exceptions.</summary>
internal interface IMessageSender
{
    /// <summary>The direction it serves.</summary>
    Direction Direction { get; }

    /// <summary>Sends a batch that was claimed.</summary>
    Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken);

    /// <summary>How often the conversation's ticket may be written; null: as often as there is something to write.</summary>
    ITicketPace? GetTicketPace(Conversation conversation) => null;
}

/// <summary>Limits how often one ticket is written, where the helpdesk does.</summary>
internal interface ITicketPace
{
    /// <summary>How far back updates count.</summary>
    TimeSpan Window { get; }

    /// <summary>When the next update may be sent.</summary>
    /// <param name="updates">Times of the updates within <see cref="Window"/>, oldest first.</param>
    /// <param name="isClientMessage">A client's text or file. Notes and status changes have a reserve.</param>
    /// <param name="now">Now.</param>
    DateTimeOffset GetNextUpdateTime(IReadOnlyList<DateTimeOffset> updates, bool isClientMessage, DateTimeOffset now);
}

/// <summary>The sender of each direction.</summary>
internal sealed class MessageSenders(IEnumerable<IMessageSender> senders)
{
    private readonly IMessageSender[] _senders = [.. senders];

    public IMessageSender Get(Direction direction) => Array.Find(_senders, sender => sender.Direction == direction)
        ?? throw new InvalidOperationException($"No sender is registered for {direction}.");
}
