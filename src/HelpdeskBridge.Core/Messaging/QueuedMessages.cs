using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Messaging;

/// <summary>What became of the messages of one input.</summary>
internal sealed class QueuedMessages
{
    private readonly List<Direction> _accepted = [];

    /// <summary>
    /// The queues to wake. A queue in which another message waits is not among them: it comes to the new one after that, without a look now.
    /// </summary>
    public List<QueueId> ToWake { get; } = [];

    /// <summary>The client's files.</summary>
    public List<AcceptedFile> Files { get; } = [];

    public void Add(string conversationId, Outgoing message, string id, EnqueueResult result)
    {
        if (result == EnqueueResult.Duplicate)
            return;
        _accepted.Add(message.Body.Direction);
        if (result == EnqueueResult.First)
            ToWake.Add(new QueueId(conversationId, message.Body.Direction));
        if (message.Body is ClientFile file)
            Files.Add(new AcceptedFile(id, file));
    }

    public void RecordAccepted(DeliveryMetrics metrics, string channel)
    {
        if (_accepted.Count > 0)
            metrics.RecordAccepted(channel, _accepted);
    }
}
