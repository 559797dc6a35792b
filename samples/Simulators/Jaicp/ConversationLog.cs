namespace HelpdeskBridge.Simulators.Jaicp;

/// <summary>The transcript of every chat, every event received (each once), and every accepted call.</summary>
internal sealed class ConversationLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Chat> _chats = new(StringComparer.Ordinal);
    private readonly List<OperatorEvent> _events = [];
    private readonly HashSet<string> _eventIds = new(StringComparer.Ordinal);
    private readonly List<OperatorEvent> _duplicates = [];
    private readonly List<AcceptedCall> _accepted = [];

    public IReadOnlyList<OperatorEvent> Events => Snapshot(_events);

    public IReadOnlyList<OperatorEvent> Duplicates => Snapshot(_duplicates);

    public IReadOnlyList<AcceptedCall> Accepted => Snapshot(_accepted);

    public IReadOnlyList<string> Users
    {
        get
        {
            lock (_gate)
                return [.. _chats.Keys];
        }
    }

    public IReadOnlyList<TranscriptLine> Transcript(string userId)
    {
        lock (_gate)
            return _chats.TryGetValue(userId, out var chat) ? [.. chat.Lines] : [];
    }

    public bool IsOpen(string userId)
    {
        lock (_gate)
            return _chats.TryGetValue(userId, out var chat) && chat.IsOpen;
    }

    /// <summary>Adds an event. Returns false if an event with this id was received before.</summary>
    public bool Add(OperatorEvent received)
    {
        lock (_gate)
        {
            if (!_eventIds.Add(received.Id))
            {
                _duplicates.Add(received);
                return false;
            }

            _events.Add(received);
            if (ToTranscriptLine(received) is { } line)
                AddLine(received.UserId, line);
            return true;
        }
    }

    /// <summary>Records a call that the bridge answered with 200.</summary>
    public void AddAccepted(string method, string? userId, string? text, TranscriptLine? line, DateTimeOffset now)
    {
        lock (_gate)
        {
            _accepted.Add(new AcceptedCall(_accepted.Count + 1, method, userId, text, now));
            if (userId is not null && line is not null)
                AddLine(userId, line);
        }
    }

    private static TranscriptLine? ToTranscriptLine(OperatorEvent received) => received.Type switch
    {
        "TextMessage" => new(received.ReceivedAt, TranscriptKind.AgentText, received.Text!, Employee: received.Employee),
        "FileMessage" => new(received.ReceivedAt, TranscriptKind.AgentFile, received.FileName!, received.FileUrl, received.Employee),
        "Closed" => new(received.ReceivedAt, TranscriptKind.AgentClosed, "", Employee: received.Employee),
        _ => null,
    };

    private void AddLine(string userId, TranscriptLine line)
    {
        if (!_chats.TryGetValue(userId, out var chat))
            _chats.Add(userId, chat = new Chat());
        chat.Lines.Add(line);
        chat.IsOpen = line.Kind switch
        {
            TranscriptKind.HandedOver => true,
            TranscriptKind.ClientClosed or TranscriptKind.AgentClosed => false,
            _ => chat.IsOpen,
        };
    }

    private T[] Snapshot<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }

    private sealed class Chat
    {
        public List<TranscriptLine> Lines { get; } = [];

        public bool IsOpen { get; set; }
    }
}
