using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Messaging;

/// <summary>Sends batches in one direction. Failures of the network or the other side are returned as outcomes, not thrown.</summary>
internal interface IMessageSender
{
    /// <summary>The direction in which it sends.</summary>
    Direction Direction { get; }

    /// <summary>Sends a batch that was claimed.</summary>
    Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken);

    /// <returns>The limit for updates of the conversation's ticket; null when there is none.</returns>
    ITicketPace? GetTicketPace(Conversation conversation) => null;

    /// <returns>
    /// How long a request without a response may still take effect. Until then it is only looked up, and not sent again. Zero: the receiver
    /// recognises a request that is sent again.
    /// </returns>
    TimeSpan GetLateWriteWindow(Conversation conversation) => TimeSpan.Zero;
}

/// <summary>Limits how often a ticket is updated, for a helpdesk that has such a limit.</summary>
internal interface ITicketPace
{
    /// <summary>The time for which an update counts.</summary>
    TimeSpan Window { get; }

    /// <summary>When the next update may be sent.</summary>
    /// <param name="updates">The times of the updates within <see cref="Window"/>, oldest first.</param>
    /// <param name="isClientMessage">Whether it is a text or file of the client. Some updates are reserved for notes and status changes.</param>
    /// <param name="now">The current time.</param>
    DateTimeOffset GetNextUpdateTime(IReadOnlyList<DateTimeOffset> updates, bool isClientMessage, DateTimeOffset now);
}

/// <summary>The sender of each direction.</summary>
internal sealed class MessageSenders(IEnumerable<IMessageSender> senders)
{
    private readonly IMessageSender[] _senders = [.. senders];

    public IMessageSender Get(Direction direction) => Array.Find(_senders, sender => sender.Direction == direction)
        ?? throw new InvalidOperationException($"No sender is registered for {direction}.");
}
