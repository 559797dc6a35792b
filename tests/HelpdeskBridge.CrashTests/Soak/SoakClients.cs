using System.Collections.Concurrent;
using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>
/// Clients who come one after the other. Each is checked at its end, while others go on: later its chats are erased from the store, because they
/// are older than the retention.
/// </summary>
internal sealed class SoakClients(TestEnvironment environment, SoakPlan plan)
{
    /// <summary>Longer than Zendesk's window of ten minutes, after which the last message of the longest chat goes out.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromMinutes(15);

    /// <summary>A client goes before Zendesk's limit of thirty updates in ten minutes makes the last ones wait.</summary>
    private const int MaxCalls = 14;

    private const string IdleNote = "The chat was closed because nobody had written for a while";
    private const string IdleNotice = "event TextMessage The chat was closed because nobody has written for a while";
    private const string Closed = "event Closed";

    private readonly ConcurrentQueue<CheckedClient> _checked = new();
    private readonly ConcurrentQueue<Breach> _breaches = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<Breach>> _present = new();

    /// <summary>Every client that was checked.</summary>
    public IReadOnlyCollection<CheckedClient> Checked => _checked;

    /// <summary>Those who are there now, with what is still missing of those who have ended.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Breach>> Present => _present;

    /// <summary>Lets clients chat until the run is over, and then those who are in a chat end it.</summary>
    public async Task ChatAsync(Func<bool> isOver)
    {
        var clients = 0;
        await Task.WhenAll(Enumerable.Range(0, plan.ConcurrentClients).Select(async _ =>
        {
            while (!isOver())
                await PlayAsync(Interlocked.Increment(ref clients));
        }));
    }

    /// <summary>Adds what was found elsewhere.</summary>
    public void Add(Breach breach) => _breaches.Enqueue(breach);

    /// <summary>What was found so far, and what the simulators found wrong with the service's requests.</summary>
    public IEnumerable<Breach> FindBreaches() =>
    [
        .. _breaches,
        .. environment.Zendesk.Violations.Concat(environment.Jaicp.Violations)
            .Select(violation => new Breach("", BreachKind.Other, $"a simulator reports a violation: {violation}")),
    ];

    /// <summary>
    /// What came to clients, or into their tickets, after they were checked, and may not be. What an agent did just before may show later, and a
    /// chat that was left open is closed once because it is idle.
    /// </summary>
    public async Task<IReadOnlyList<Breach>> FindLateBreachesAsync()
    {
        var breaches = new List<Breach>();
        foreach (var (chat, before) in _checked)
        {
            var late = ListMessages(chat.UserId);
            foreach (var message in before)
                late.Remove(message);
            var isIdle = RemoveFirst(late, IdleNote);
            if (isIdle)
            {
                RemoveFirst(late, IdleNotice);
                RemoveFirst(late, Closed);
            }

            if (late.Count == 0)
                continue;
            var record = await RecordReader.ReadAsync(environment, chat);
            if (isIdle && record.Events.LastOrDefault(received => received.Type == "Closed") is { } closed)
                record = record with { Events = [.. record.Events.Where(received => received != closed)] };

            // What explains that something is missing may be erased by now. It was there when the client was checked.
            breaches.AddRange(Invariant.FindBreaches(record).Where(breach => breach.Kind != BreachKind.Lost).Select(breach => breach with
            {
                Description = $"when everything had arrived, this came too: {string.Join("; ", late)}; {breach.Description}",
            }));
        }

        return breaches;
    }

    private static bool RemoveFirst(List<string> messages, string part)
    {
        var index = messages.FindIndex(message => message.Contains(part, StringComparison.Ordinal));
        if (index >= 0)
            messages.RemoveAt(index);
        return index >= 0;
    }

    private async Task PlayAsync(int number)
    {
        var chat = new ChatParticipants(environment, $"u{number}");
        var random = new Random(unchecked((plan.Seed * 1_000_003) + (number * 7919)));

        var script = new ChatScript(chat, random, waitsForOutcome: number % 5 < 3, MaxCalls, isOver: () => false);
        _present[chat.UserId] = [];
        await script.PlayAsync(random.Next(5, 12));
        var breaches = await new RunCompletion(environment, []).CompleteOneAsync(
            chat, CheckTimeout, missing => _present[chat.UserId] = missing);
        foreach (var breach in breaches)
            _breaches.Enqueue(breach);
        _present.TryRemove(chat.UserId, out _);
        _checked.Enqueue(new CheckedClient(chat, ListMessages(chat.UserId)));
    }

    private List<string> ListMessages(string userId) =>
    [
        .. environment.Jaicp.Events.Where(received => received.UserId == userId).Select(received => $"event {received.Type} {received.Text}"),
        .. from ticket in environment.Tickets.GetTickets(userId)
           from comment in environment.Zendesk.Comments(ticket.Id)
           select $"comment {comment.Id} in #{ticket.Id}: {comment.Body}",
    ];
}

/// <summary>A client whose messages have all arrived.</summary>
/// <param name="Chat">The client.</param>
/// <param name="Messages">What there was at that moment.</param>
internal sealed record CheckedClient(ChatParticipants Chat, IReadOnlyList<string> Messages);
