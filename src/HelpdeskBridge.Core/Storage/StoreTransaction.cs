namespace HelpdeskBridge.Storage;

/// <summary>One transaction on the database, with one small store for each kind of thing. All of these stores take part in the transaction.</summary>
internal sealed class StoreTransaction(StoreConnection connection)
{
    private List<Action>? _afterCommit;

    /// <inheritdoc cref="StoreConnection.Statements"/>
    public int Statements => connection.Statements;

    public ActivityStore Activity => new(connection);

    public AdminSessionStore AdminSessions => new(connection);

    public AuditStore Audit => new(connection);

    public ChannelStore Channels => new(connection);

    public ClientFileStore ClientFiles => new(connection);

    public ConversationSearchStore ConversationSearch => new(connection);

    public ConversationStore Conversations => new(connection);

    public DeadLetterStore DeadLetters => new(connection);

    public DueQueueStore DueQueues => new(connection);

    public ErasureStore Erasure => new(connection, Reports);

    public FeedCursorStore FeedCursors => new(connection);

    public MessageStore Messages => new(connection);

    public OperationStore Operations => new(connection);

    public OutageStore Outages => new(connection);

    public OverdueStore Overdue => new(connection);

    public ProbeStore Probe => new(connection);

    public QueueStore Queues => new(connection);

    public ReportStore Reports => new(connection);

    public RequesterStore Requesters => new(connection);

    public SecretStore Secrets => new(connection);

    public TicketSyncStore TicketSyncs => new(connection);

    public TimelineStore Timeline => new(connection);

    public UnansweredStore Unanswered => new(connection);

    public WaitingStore Waiting => new(connection);

    public TicketStore Tickets => new(connection, Conversations);

    /// <inheritdoc cref="StoreConnection.RunAsync"/>
    public Task<IReadOnlyList<object?>> RunAsync(IReadOnlyList<StoreStatement> statements) => connection.RunAsync(statements);

    /// <summary>Runs work that is one statement.</summary>
    /// <exception cref="InvalidOperationException">There were several. Without a transaction they see different snapshots.</exception>
    public async Task<T> RunStatementAsync<T>(Func<StoreTransaction, Task<T>> work)
    {
        var result = await work(this);
        return Statements <= 1 ? result : throw new InvalidOperationException($"{Statements} statements need a transaction.");
    }

    /// <summary>Has something done once the transaction is committed, and never if it is not. It is short, and does not fail.</summary>
    public void AfterCommit(Action action) => (_afterCommit ??= []).Add(action);

    /// <summary>Called by the engine when the transaction is committed.</summary>
    public void RunAfterCommit() => _afterCommit?.ForEach(action => action());
}
