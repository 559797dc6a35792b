using static HelpdeskBridge.Storage.StoredValue;

namespace HelpdeskBridge.Storage;

/// <summary>Something that an operator has started and that runs in the background, in steps.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Channel">Only in this channel; null: in all.</param>
/// <param name="Reason">Only dead letters with this reason; null: with any.</param>
/// <param name="StartedBy">Who started it, as in the audit.</param>
/// <param name="Address">The address it was started from.</param>
/// <param name="StartedAt">When. Only what failed before is part of it.</param>
/// <param name="Matching">How many dead letters there were at the start.</param>
internal sealed record Operation(
    string Id, string Kind, string? Channel, string? Reason, string StartedBy, string Address, DateTimeOffset StartedAt, long Matching)
{
    public const string RetryDeadLetters = "retryDeadLetters";

    public OperationState State { get; init; }

    /// <summary>How many messages it has dealt with.</summary>
    public long Done { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>The states of an operation. Their names stand in the store.</summary>
internal enum OperationState
{
    Running,
    Done,
    Cancelled,
}

/// <summary>
/// What operators have started. All that is known about an operation is here, so any process on the store can take its next step, also after the
/// one that began it was killed.
/// </summary>
internal sealed class OperationStore(StoreConnection connection)
{
    private const string Select = """
        SELECT id AS Id, kind AS Kind, channel AS Channel, reason AS Reason, started_by AS StartedBy, address AS Address, started_at AS StartedAt,
               ended_at AS EndedAt, state AS State, matching AS Matching, done AS Done
        FROM operations
        """;

    private const string SelectById = $"{Select} WHERE id = @id";

    private const string SelectLatest = $"{Select} ORDER BY id DESC LIMIT @limit";

    private const string SelectNextStep = "SELECT MIN(next_at) FROM operations WHERE state = 'Running'";

    private const string Insert = """
        INSERT INTO operations (id, kind, channel, reason, started_by, address, started_at, state, matching, done, next_at)
        VALUES (@Id, @Kind, @Channel, @Reason, @StartedBy, @Address, @startedAt, 'Running', @Matching, 0, @startedAt)
        """;

    private const string UpdateBegun = """
        UPDATE operations SET next_at = @next
        WHERE id = (SELECT id FROM operations WHERE state = 'Running' AND next_at <= @now ORDER BY next_at, id LIMIT 1) RETURNING id
        """;

    private const string UpdateDone = "UPDATE operations SET done = done + @count WHERE id = @id";

    private const string UpdateEnded = "UPDATE operations SET state = @state, ended_at = @now WHERE id = @id AND state = 'Running'";

    private const string DeleteEnded = "DELETE FROM operations WHERE ended_at < @time";

    public Task AddAsync(Operation operation) => connection.ExecuteAsync(
        Insert,
        new
        {
            operation.Id,
            operation.Kind,
            operation.Channel,
            operation.Reason,
            operation.StartedBy,
            operation.Address,
            startedAt = ToStored(operation.StartedAt),
            operation.Matching,
        });

    /// <summary>Null: there is no such operation.</summary>
    public async Task<Operation?> FindAsync(string id) => (await connection.FirstAsync<Row>(SelectById, new { id }))?.ToOperation();

    /// <summary>The operations that were started last, newest first.</summary>
    public async Task<List<Operation>> ListAsync(int limit) =>
        (await connection.QueryAsync<Row>(SelectLatest, new { limit })).ConvertAll(row => row.ToOperation());

    /// <summary>When the next step of any operation is due; null: none is running.</summary>
    public async Task<DateTimeOffset?> FindNextStepAsync() => ToTime(await connection.FirstAsync<long?>(SelectNextStep));

    /// <summary>Takes an operation whose next step is due, so that no other process takes the same step.</summary>
    /// <returns>Null: none is due.</returns>
    public async Task<Operation?> BeginStepAsync(DateTimeOffset now, DateTimeOffset next) =>
        await connection.FirstAsync<string>(UpdateBegun, new { now = ToStored(now), next = ToStored(next) }) is { } id ? await FindAsync(id) : null;

    public Task AddDoneAsync(string id, int count) => connection.ExecuteAsync(UpdateDone, new { id, count });

    /// <returns>False: it had ended before.</returns>
    public async Task<bool> EndAsync(string id, OperationState state, DateTimeOffset now) =>
        await connection.ExecuteAsync(UpdateEnded, new { id, state = state.ToString(), now = ToStored(now) }) > 0;

    public Task DeleteEndedBeforeAsync(DateTimeOffset time) => connection.ExecuteAsync(DeleteEnded, new { time = ToStored(time) });

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Channel { get; init; }
        public string? Reason { get; init; }
        public string StartedBy { get; init; } = "";
        public string Address { get; init; } = "";
        public long StartedAt { get; init; }
        public long? EndedAt { get; init; }
        public string State { get; init; } = "";
        public long Matching { get; init; }
        public long Done { get; init; }

        public Operation ToOperation() => new(Id, Kind, Channel, Reason, StartedBy, Address, ToTime(StartedAt), Matching)
        {
            State = ToEnum<OperationState>(State),
            Done = Done,
            EndedAt = ToTime(EndedAt),
        };
    }
}
