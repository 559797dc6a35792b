using System.Globalization;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.SimulationTests.Service;

/// <summary>What the store says. It is looked at now and then, because the service erases what is old.</summary>
internal sealed class StoreLook(PreparedConnection store)
{
    private readonly Dictionary<string, DeadLetter> _deadLetters = [];
    private readonly Dictionary<string, StoredRating> _ratings = [];
    private HashSet<string> _known = [];

    /// <summary>Dead letters that operators have seen in time.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => [.. _deadLetters.Values];

    public IReadOnlyList<StoredRating> Ratings => [.. _ratings.Values];

    /// <summary>How many conversations were erased.</summary>
    public int Erased { get; private set; }

    /// <summary>Keeps what is there now.</summary>
    public void Look()
    {
        foreach (var row in Query(
            "SELECT m.id, c.user_id, m.direction, m.kind, COALESCE(m.reason, ''), m.body FROM messages m "
            + "JOIN conversations c ON c.id = m.conversation_id WHERE m.state = 'Dead'"))
        {
            _deadLetters[row[0]] = new DeadLetter(row[1], row[2] == "ToHelpdesk" ? "toHelpdesk" : "toJaicp", row[3], row[4])
            {
                Number = MessageText.FindGreatest(row[5], row[1]),
            };
        }

        foreach (var row in Query("SELECT id, user_id, rating, rating_comment FROM conversations WHERE rating IS NOT NULL"))
            _ratings[row[0]] = new StoredRating(row[1], int.Parse(row[2], CultureInfo.InvariantCulture), row[3]);
        var ids = Query("SELECT id FROM conversations").Select(row => row[0]).ToHashSet();
        Erased += _known.Count(id => !ids.Contains(id));
        _known = ids;
    }

    /// <returns>What still waits; null: nothing.</returns>
    public string? FindUnfinished() =>
        Query("SELECT helpdesk, ticket_id, COALESCE(reason, '') FROM noted_tickets LIMIT 5") is [_, ..] tickets
            ? $"tickets are to be read: {Describe(tickets)}"
        : Query("SELECT conversation_id, kind, state, attempts, COALESCE(reason, '') FROM messages "
            + "WHERE state NOT IN ('Delivered', 'Dead', 'Discarded') LIMIT 5") is [_, ..] messages
            ? $"messages wait: {Describe(messages)}"
        : null;

    private static string Describe(List<string[]> rows) => string.Join("; ", rows.Select(row => string.Join(' ', row)));

    private List<string[]> Query(string sql)
    {
        using var command = store.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue);
            rows.Add([.. columns.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)]);
        }

        return rows;
    }
}
