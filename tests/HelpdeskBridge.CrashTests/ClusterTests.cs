using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>Processes that are killed, restarted one after the other, or stand still.</summary>
public sealed class ClusterTests : ClusterTest
{
    [Fact]
    public Task Three_kills_of_one_of_two_processes_lose_and_double_nothing() => KillAsync(kills: 3, clients: 12);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task Three_kills_of_one_of_three_processes_lose_and_double_nothing() => KillAsync(kills: 3, clients: 12, replicas: 3);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Thirty_kills_of_one_of_three_processes_lose_and_double_nothing() => KillAsync(kills: 30, clients: 30, replicas: 3);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_kill_of_one_of_two_processes_that_find_each_other_in_Redis_loses_and_doubles_nothing()
    {
        RequireRedis();
        return KillAsync(kills: 1, clients: 12, ReplicaParts.Redis);
    }

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task A_hundred_kills_of_one_of_two_processes_lose_and_double_nothing() => KillAsync(kills: 100, clients: 30);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task Two_rolling_restarts_refuse_no_call() => RestartAsync(restarts: 2, clients: 12);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Twenty_rolling_restarts_refuse_no_call() => RestartAsync(restarts: 20, clients: 30);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_process_that_stands_still_and_goes_on_sends_nothing_that_others_have_sent() => PauseAsync(pauses: 1, TimeSpan.FromSeconds(8));

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Five_processes_that_stand_still_for_30_seconds_and_go_on_send_nothing_that_others_have_sent() =>
        PauseAsync(pauses: 5, TimeSpan.FromSeconds(30));

    private static Task KillAsync(int kills, int clients, ReplicaParts parts = ReplicaParts.None, int replicas = 2) => RunAsync(
        clients,
        async (environment, run) =>
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await WaitAsync(BetweenEvents);
                await environment.KillServiceAsync();
                await run.MeasureRecoveryAsync();
                await environment.StartServiceAsync();
            }
        },
        parts,
        replicas);

    private static Task RestartAsync(int restarts, int clients) => RunAsync(clients, async (environment, run) =>
    {
        for (var restart = 0; restart < restarts; restart++)
        {
            (await environment.TerminateServiceAsync()).ShouldBe(0);
            await environment.StartServiceAsync();
        }

        run.RefusedCalls.ShouldBe(0, run.RefusedBy);
    });

    private static Task PauseAsync(int pauses, TimeSpan time) => RunAsync(clients: 12, async (environment, run) =>
    {
        for (var pause = 0; pause < pauses; pause++)
        {
            await WaitAsync(BetweenEvents);
            var paused = environment.Running[0];
            await paused.SignalAsync("STOP");
            await run.MeasureRecoveryAsync();
            await WaitAsync(time);
            await paused.SignalAsync("CONT");

            // The others have declared it dead, so it ends.
            await environment.WaitForEndAsync(paused);
            await environment.StartServiceAsync();
        }
    });
}
