using System.Globalization;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Clients and agents chat through several processes while something happens to these. Then everything is checked.</summary>
internal sealed class ClusterRun(TestEnvironment environment, int seed, int clients)
{
    /// <summary>Chats whose only purpose is to be written in right after something happened.</summary>
    private const int Probes = 12;

    /// <summary>
    /// So many texts each; then others take their place. Zendesk's limit of updates of a ticket would hold further ones back for minutes.
    /// </summary>
    private const int MaxTextsPerProbe = 10;

    /// <summary>More would make Zendesk's limit of updates of a ticket spread the messages over ten minutes.</summary>
    private const int MaxCallsPerClient = 12;
    private const int MessagesPerClient = 10;

    private readonly List<ChatParticipants> _chats = [];
    private List<ChatParticipants> _probes = [];
    private readonly List<TimeSpan> _recoveries = [];

    /// <summary>The settings of such a run. Requests to a process that stands still end soon.</summary>
    public static Dictionary<string, string> CreateSettings(int seed) =>
        new(ChannelFeatures.Choose(seed).Settings) { ["Delivery:RequestTimeout"] = "00:00:05" };

    /// <summary>How long it took after each event until a text in each of twelve chats was in its ticket.</summary>
    public IReadOnlyList<TimeSpan> Recoveries => _recoveries;

    /// <summary>Calls that were not answered with 200.</summary>
    public int RefusedCalls => ListChats().SelectMany(chat => chat.Calls).Count(call => !call.IsAccepted);

    /// <summary>How often each other answer came; "none": the connection broke.</summary>
    public string RefusedBy => string.Join(", ", ListChats().SelectMany(chat => chat.Calls).Where(call => !call.IsAccepted)
        .CountBy(call => call.Status?.ToString(CultureInfo.InvariantCulture) ?? "none").Select(answer => $"{answer.Value} x {answer.Key}"));

    /// <summary>Calls altogether.</summary>
    public int Calls => ListChats().Sum(chat => chat.Calls.Count);

    /// <param name="happen">What happens, while the clients chat.</param>
    public async Task RunAsync(Func<ClusterRun, Task> happen)
    {
        await OpenProbesAsync();
        var happening = happen(this);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => ChatAsync(happening)));
        await happening;
        await environment.StartServiceAsync();
        var outcome = await new RunCompletion(environment, ListChats()).CompleteAsync(RunCompletion.DefaultTimeout);
        if (outcome.Breaches.Count > 0)
        {
            const string Command = "dotnet test --project tests/HelpdeskBridge.CrashTests";
            Assert.Fail(Checks.FailureReport.Create(
                outcome.Breaches, outcome.Record, environment.Journal.Entries, environment.ServiceLog, Command));
        }
    }

    /// <summary>Writes in each of the twelve chats, and measures until all of it is in the tickets. Nothing is judged by that time.</summary>
    public async Task MeasureRecoveryAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(_probes.Select(WriteAsync));
        _recoveries.Add(TimeProvider.System.GetElapsedTime(started));
        if (_recoveries.Count % MaxTextsPerProbe == 0)
            await OpenProbesAsync();
    }

    private List<ChatParticipants> ListChats()
    {
        lock (_chats)
            return [.. _chats];
    }

    /// <summary>One client after the other, until it is over.</summary>
    private async Task ChatAsync(Task happening)
    {
        while (!happening.IsCompleted)
        {
            var (chat, number) = AddChat();
            var script = new ChatScript(
                chat, new Random(seed + number), waitsForOutcome: number % 2 == 0, MaxCallsPerClient, () => happening.IsCompleted);
            await script.PlayAsync(MessagesPerClient);
        }
    }

    private async Task OpenProbesAsync()
    {
        _probes = [.. Enumerable.Range(0, Probes).Select(_ => AddChat().Chat)];
        await Task.WhenAll(_probes.Select(OpenAsync));
    }

    private (ChatParticipants Chat, int Number) AddChat()
    {
        lock (_chats)
        {
            var number = _chats.Count + 1;
            var chat = new ChatParticipants(environment, string.Create(CultureInfo.InvariantCulture, $"u{number}"));
            _chats.Add(chat);
            return (chat, number);
        }
    }

    private static async Task OpenAsync(ChatParticipants probe)
    {
        while (!await probe.SelectDestinationAsync())
        {
            // The call met a process that was ended at that moment.
        }

        await WriteAsync(probe);
    }

    private static async Task WriteAsync(ChatParticipants probe)
    {
        while (!await probe.SendTextAsync())
        {
            // The call met a process that was ended at that moment.
        }

        var number = probe.Calls[^1].Number;
        if (!await Poll.UntilAsync(() => probe.IsInTicket(number), Poll.StepTimeout))
            throw new TimeoutException($"Text {number} of {probe.UserId} is not in its ticket.");
    }
}
