using HelpdeskBridge.CrashTests.Checks;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Clients and agents chat through the service while it is killed and both sides fail. Then everything is checked.</summary>
internal static class RandomRun
{
    /// <summary>Of five clients so many wait for the outcome of what they did.</summary>
    private const int WaitingClientsOfFive = 3;

    /// <summary>Longer than Zendesk's window of ten minutes, after which the last message of the longest chat goes out.</summary>
    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromMinutes(15);

    /// <param name="plan">What to do.</param>
    /// <param name="reportProgress">Is told now and then how far the run is.</param>
    public static async Task<RandomRunResult> RunAsync(RandomRunPlan plan, Action<string>? reportProgress = null)
    {
        reportProgress ??= _ => { };
        var started = TimeProvider.System.GetTimestamp();

        // Faults let requests hang, so their timeout is short here.
        var settings = new Dictionary<string, string>(ChannelFeatures.Choose(plan.Seed).Settings) { ["Delivery:RequestTimeout"] = "00:00:02" };
        await using var environment = await TestEnvironment.StartAsync(plan.Seed, settings, replicas: plan.Replicas);
        using var faults = new FaultInjector(environment, new Random(plan.Seed));
        var chats = await ChatAsync(environment, faults, plan, reportProgress);

        reportProgress("everything was sent; waiting until everything is accounted for");
        var outcome = await new RunCompletion(environment, chats).CompleteAsync(CompletionTimeout);
        var report = outcome.Breaches.Count == 0
            ? ""
            : FailureReport.Create(outcome.Breaches, outcome.Record, environment.Journal.Entries, environment.ServiceLog, plan.Command);
        var statistics = RunStatistics.Create(plan, outcome, faults, environment.ServiceStarts, TimeProvider.System.GetElapsedTime(started));
        return new RandomRunResult(outcome, report, statistics);
    }

    private static async Task<IReadOnlyList<ChatParticipants>> ChatAsync(
        TestEnvironment environment, FaultInjector faults, RandomRunPlan plan, Action<string> reportProgress)
    {
        var chats = new List<ChatParticipants>();
        var scripts = new List<Task>();
        Task? faultTask = null;
        using var places = new SemaphoreSlim(plan.ConcurrentClients);
        faultTask = faults.RunAsync(plan, CountMessages, IsOver);
        while (!IsOver())
        {
            await places.WaitAsync();
            reportProgress($"{faults.Kills} kills, {CountMessages()} messages, {chats.Count} clients");
            if (IsOver())
                break;
            var chat = new ChatParticipants(environment, $"u{chats.Count + 1}");
            var random = new Random(CreateSeed(plan.Seed, chats.Count));
            var script = new ChatScript(chat, random, waitsForOutcome: chats.Count % 5 < WaitingClientsOfFive, plan.MaxCallsPerClient, IsOver);
            lock (chats)
                chats.Add(chat);
            scripts.Add(PlayAsync(script, random.Next(8, 20), places));
        }

        reportProgress($"{faults.Kills} kills, {CountMessages()} messages; the last chats end");
        await faultTask;
        await environment.StopFaultsAsync();
        await Task.WhenAll(scripts);
        return chats;

        bool IsOver() => faultTask?.IsFaulted == true || (faults.Kills >= plan.Kills && CountMessages() >= plan.Messages);

        int CountMessages()
        {
            lock (chats)
                return chats.Sum(chat => chat.MessageCount);
        }
    }

    private static async Task PlayAsync(ChatScript script, int messages, SemaphoreSlim places)
    {
        try
        {
            await script.PlayAsync(messages);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>The same in every process, unlike <see cref="HashCode"/>.</summary>
    private static int CreateSeed(int seed, int client) => unchecked((seed * 1_000_003) + (client * 7919));
}
