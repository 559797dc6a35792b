namespace HelpdeskBridge.SimulationTests.Mutations;

/// <summary>A fault that is planted into the service, to see whether the simulation finds it.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What the service then does wrong.</param>
internal sealed record Mutation(string Name, string Description)
{
    /// <summary>The part of a statement that is replaced; null: none.</summary>
    public string? Sql { get; init; }

    public string NewSql { get; init; } = "";

    /// <summary>Settings that are different.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes are answered before they are durable.</summary>
    public bool AnswersBeforeCommit { get; init; }

    /// <summary>What stands between the service and the network.</summary>
    public Func<HttpMessageHandler, DelegatingHandler>? Handler { get; init; }
}

/// <summary>The planted faults.</summary>
internal static class AllMutations
{
    public static readonly IReadOnlyList<Mutation> List =
    [
        new("claim-skipped", "a message is sent without being marked as such before")
        {
            Sql = "SET state = 'Sending', attempts", NewSql = "SET state = state, attempts",
        },
        new("duplicate-search-skipped", "a comment whose answer was lost is not looked for before it is written again")
        {
            Sql = "m.body AS Body, m.state AS State", NewSql = "m.body AS Body, 'Pending' AS State",
        },
        new("cursor-ahead", "the cursor of a ticket is two minutes ahead of what was read")
        {
            Sql = "read_until = COALESCE(@readUntil, read_until)", NewSql = "read_until = COALESCE(@readUntil + 120000, read_until)",
        },
        new("queue-reversed", "the messages of a queue are loaded in the wrong order")
        {
            Sql = "OVER (ORDER BY sequence) AS place", NewSql = "OVER (ORDER BY sequence DESC) AS place",
        },
        new("inbox-accepts-twice", "what is read twice from a ticket is sent twice")
        {
            Sql = "@kind, @body, @sourceKey,", NewSql = "@kind, @body, @sourceKey || hex(randomblob(8)),",
        },
        new("dead-letter-dropped", "a message that can't be delivered vanishes")
        {
            Sql = "SET state = @state, settled_at", NewSql = "SET state = CASE @state WHEN 'Dead' THEN 'Discarded' ELSE @state END, settled_at",
        },
        new("end-unbound", "the end of a chat is sent although the client's next chat is open")
        {
            Sql = "SELECT COUNT(*) FROM conversations WHERE channel = @Channel", NewSql = "SELECT 0 FROM conversations WHERE channel = @Channel",
        },
        new("answered-before-commit", "a call is answered before it is durable") { AnswersBeforeCommit = true },
        new("late-writes-ignored", "a write is repeated while the first one may still be on its way")
        {
            Settings = new Dictionary<string, string> { ["Helpdesks:main:LateWriteWindow"] = "00:00:01" },
        },
        new("given-up-early", "a message is given up after ten minutes")
        {
            Settings = new Dictionary<string, string> { ["Delivery:GiveUpAfter"] = "00:10:00" },
        },
        new("failure-taken-for-refusal", "an answer that says to try again later is taken for one that refuses for good")
        {
            Handler = inner => new MisreadingHandler { InnerHandler = inner },
        },
        new("retry-doubled", "a write whose answer is lost is also repeated by the HTTP client")
        {
            Handler = inner => new RepeatingHandler { InnerHandler = inner },
        },
    ];

    public static Mutation? Find(string? name) => name is null ? null
        : List.FirstOrDefault(mutation => mutation.Name == name) ?? throw new ArgumentException($"There is no mutation {name}.", nameof(name));
}
