using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests;

/// <summary>
/// Two processes on one PostgreSQL store, behind a load balancer. They do not run in parallel with other tests. Where PostgreSQL is not installed,
/// they are skipped; in CI they fail instead.
/// </summary>
[Collection(nameof(RandomRunTests))]
public sealed class ClusterTests
{
    private const int Seed = 7;
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(2);

    public ClusterTests()
    {
        if (PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException("PostgreSQL is not installed. CI must install it.");
        Assert.SkipWhen(PostgreSqlServer.Programs is null, "PostgreSQL is not installed.");
    }

    [Fact]
    public Task Three_kills_of_one_of_two_processes_lose_and_double_nothing() => KillAsync(kills: 3, clients: 12);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_kill_of_one_of_two_processes_that_find_each_other_in_Redis_loses_and_doubles_nothing()
    {
        if (!RedisServer.IsInstalled && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException("Redis is not installed. CI must install it.");
        Assert.SkipUnless(RedisServer.IsInstalled, "Redis is not installed.");
        return KillAsync(kills: 1, clients: 12, findsInRedis: true);
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

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_crash_of_the_database_loses_and_doubles_nothing() => CrashDatabaseAsync(crashes: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Thirty_crashes_of_the_database_lose_and_double_nothing() => CrashDatabaseAsync(crashes: 30);

    private static Task KillAsync(int kills, int clients, bool findsInRedis = false) => RunAsync(
        clients,
        async (environment, run) =>
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await WaitAsync(BetweenKills);
                await environment.KillServiceAsync();
                await run.MeasureRecoveryAsync();
                await environment.StartServiceAsync();
            }
        },
        findsInRedis);

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
            await WaitAsync(BetweenKills);
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

    private static Task CrashDatabaseAsync(int crashes) => RunAsync(clients: 12, async (environment, run) =>
    {
        for (var crash = 0; crash < crashes; crash++)
        {
            await WaitAsync(BetweenKills);
            await environment.Replicas!.Server.StopAsync();
            await environment.Replicas.Server.ContinueAsync();
            await run.MeasureRecoveryAsync();
        }
    });

    private static async Task RunAsync(int clients, Func<TestEnvironment, ClusterRun, Task> happen, bool findsInRedis = false)
    {
        await using var environment = await TestEnvironment.StartAsync(Seed, ClusterRun.Settings, replicas: 2, findsInRedis: findsInRedis);
        var run = new ClusterRun(environment, Seed, clients);
        await run.RunAsync(run => happen(environment, run));
        var recoveries = run.Recoveries.Order().Select(time => time.TotalSeconds).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{run.Calls} calls, {run.RefusedCalls} not answered with 200 ({run.RefusedBy})"
            + (recoveries.Count > 0 ? $"; carried on after {recoveries[recoveries.Count / 2]:0.0} s (median), {recoveries[^1]:0.0} s (worst)" : ""));
    }

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
