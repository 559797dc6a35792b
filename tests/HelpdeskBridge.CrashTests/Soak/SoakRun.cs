using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>Clients and agents chat for hours, with faults and restarts, while the service is measured. Then everything is checked.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan PauseBetweenFaults = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CompletionTimeout = TimeSpan.FromMinutes(15);

    /// <param name="plan">What to do.</param>
    /// <param name="reportProgress">Is told now and then how far the run is.</param>
    public static async Task<SoakResult> RunAsync(SoakPlan plan, Action<string>? reportProgress = null)
    {
        var settings = new Dictionary<string, string>(ChannelFeatures.Choose(plan.Seed).Settings)
        {
            // Faults let requests hang.
            ["Delivery:RequestTimeout"] = "00:00:02",
            ["Storage:Retention"] = plan.Retention.ToString("c"),

            // Many clients leave their chats open. What is open is never erased.
            ["Channels:shop:Close:IdleAfter"] = (plan.Retention / 2).ToString("c"),
        };
        await using var environment = await TestEnvironment.StartAsync(plan.Seed, settings);
        using var faults = new FaultInjector(environment, new Random(plan.Seed));
        var started = TimeProvider.System.GetTimestamp();
        using var sampler = new SoakSampler(environment, plan, started);
        var clients = new SoakClients(environment, plan);

        var chatting = clients.ChatAsync(IsOver);
        var reporting = ReportAsync();
        await Task.WhenAll(faults.RunAsync(PauseBetweenFaults, plan.Endings, IsOver), sampler.RunAsync(IsOver));
        await environment.StopFaultsAsync();
        await Task.WhenAll(chatting, reporting);
        IReadOnlyList<string> unfinished = [];
        if (!await Poll.UntilAsync(async () => (unfinished = await environment.GetUnfinishedWorkAsync()).Count == 0, CompletionTimeout))
            clients.Add(new Breach("", BreachKind.Lost, $"not complete after {CompletionTimeout}: {string.Join("; ", unfinished)}"));

        // A chat may be closed just now because it is idle, and the note that says so is still to come.
        IReadOnlyList<Breach> late = [];
        await Poll.UntilAsync(async () => (late = await clients.FindLateBreachesAsync()).Count == 0, CompletionTimeout);
        IReadOnlyList<Breach> breaches = [.. clients.FindBreaches(), .. late];
        return SoakResult.Create(plan, environment, faults, sampler.Samples, [.. clients.Checked], breaches);

        bool IsOver() => plan.IsOver(TimeProvider.System.GetElapsedTime(started), sampler.Samples);

        async Task ReportAsync()
        {
            while (reportProgress is not null && !chatting.IsCompleted)
            {
                await Task.Delay(plan.SampleEvery, TimeProvider.System);
                reportProgress($"{(sampler.Samples is [.., var last] ? last.ToCsv() : "")}; {clients.Checked.Count} clients");
                foreach (var breach in clients.FindBreaches().Concat(clients.Present.Values.SelectMany(missing => missing)))
                    reportProgress($"  {breach.UserId} {breach.Kind}: {breach.Description}");
            }
        }
    }
}
