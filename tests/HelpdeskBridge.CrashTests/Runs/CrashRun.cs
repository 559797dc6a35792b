using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What a run came to.</summary>
internal sealed record CrashResult(RunRecord Record, IReadOnlyList<Breach> Breaches, string Tale, Figures Figures);

/// <summary>One run: clients and agents chat through the bridge while it is killed and both sides fail; then everything is checked.</summary>
internal static class CrashRun
{
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(5);

    /// <param name="plan">What to do.</param>
    /// <param name="progress">Hears now and then how far it is.</param>
    public static async Task<CrashResult> RunAsync(CrashPlan plan, Action<string>? progress = null)
    {
        progress ??= _ => { };
        var started = TimeProvider.System.GetTimestamp();
        await using var world = await World.StartAsync(plan.Seed);
        using var chaos = new Chaos(world, new Random(plan.Seed));
        var casts = await PlayAsync(world, chaos, plan, progress);

        progress("everything was said; waiting until all is quiet");
        var unsettled = await world.SettleAsync(SettlesWithin);
        var record = await Reading.RecordAsync(world, casts);
        var breaches = Invariant.Breaches(record).ToList();
        if (unsettled is not null)
            breaches.Add(new Breach("", BreachKind.Lost, $"not settled within {SettlesWithin}: {unsettled}"));
        var tale = breaches.Count == 0 ? "" : Tale.Of(breaches, record, world.Journal.Entries, world.BridgeLog, plan.Command);
        return new CrashResult(record, breaches, tale, Figures.Of(plan, record, breaches, chaos, world.Starts, TimeProvider.System.GetElapsedTime(started)));
    }

    private static async Task<IReadOnlyList<Cast>> PlayAsync(World world, Chaos chaos, CrashPlan plan, Action<string> progress)
    {
        var casts = new List<Cast>();
        var playing = new List<Task>();
        Task? killing = null;
        using var places = new SemaphoreSlim(plan.AtOnce);
        killing = chaos.RunAsync(IsOver);
        while (!IsOver())
        {
            await places.WaitAsync();
            progress($"{chaos.Kills} kills, {Said()} messages, {casts.Count} clients");
            if (IsOver())
                break;
            var cast = new Cast(world, $"u{casts.Count + 1}");
            var random = new Random(HashCode(plan.Seed, casts.Count));
            var script = new Script(cast, random, patient: casts.Count % 5 < 3, IsOver);
            lock (casts)
                casts.Add(cast);
            playing.Add(PlayAsync(script, random.Next(8, 20), places));
        }

        progress($"{chaos.Kills} kills, {Said()} messages; the last chats end");
        await killing;
        await chaos.CalmAsync();
        await Task.WhenAll(playing);
        return casts;

        bool IsOver() => killing?.IsFaulted == true || (chaos.Kills >= plan.Kills && Said() >= plan.Messages);

        int Said()
        {
            lock (casts)
                return casts.Sum(cast => cast.Messages);
        }
    }

    private static async Task PlayAsync(Script script, int messages, SemaphoreSlim places)
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

    /// <summary>The same in every process, which <see cref="System.HashCode"/> is not.</summary>
    private static int HashCode(int seed, int client) => unchecked((seed * 1_000_003) + (client * 7919));
}
