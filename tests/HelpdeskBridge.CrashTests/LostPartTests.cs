using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>Processes that lose what they share, or each other.</summary>
public sealed class LostPartTests : ClusterTest
{
    private const int Clients = 12;

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Long)]
    public Task A_crash_of_the_database_loses_and_doubles_nothing() => CrashDatabaseAsync(crashes: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Thirty_crashes_of_the_database_lose_and_double_nothing() => CrashDatabaseAsync(crashes: 30);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task A_fail_over_to_a_standby_loses_and_doubles_nothing() => FailOverAsync(times: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Ten_fail_overs_to_a_standby_lose_and_double_nothing() => FailOverAsync(times: 10);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Of_two_processes_that_do_not_reach_each_other_one_ends_and_the_other_goes_on() => SplitAsync(splits: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Ten_splits_of_two_processes_lose_and_double_nothing() => SplitAsync(splits: 10);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task A_process_that_does_not_reach_the_database_is_not_ready_and_the_other_takes_over() => CutOffAsync(times: 1);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task Ten_processes_that_do_not_reach_the_database_lose_and_double_nothing() => CutOffAsync(times: 10);

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task While_Redis_is_gone_the_processes_go_on_and_when_it_is_back_one_can_be_replaced()
    {
        RequireRedis();
        return RunAsync(
            Clients,
            async (environment, run) =>
            {
                var redis = environment.Replicas!.Redis!;
                await redis.StopAsync();
                await WaitAsync(BetweenEvents * 3);
                await run.MeasureRecoveryAsync();
                environment.Running.Count.ShouldBe(2);
                await redis.ContinueAsync();
                await environment.KillServiceAsync();
                await run.MeasureRecoveryAsync();
                await environment.StartServiceAsync();
            },
            ReplicaParts.DurableRedis);
    }

    [Fact(Explicit = true)]
    [Trait(LongTest.Trait, LongTest.Measurement)]
    public Task When_Redis_is_back_without_its_list_the_processes_end_and_new_ones_find_each_other()
    {
        RequireRedis();
        return RunAsync(
            Clients,
            async (environment, run) =>
            {
                var before = environment.Running.ToList();
                await environment.Replicas!.Redis!.StopAsync();
                await run.MeasureRecoveryAsync();
                await environment.Replicas.Redis.ContinueAsync();
                foreach (var process in before)
                    await environment.WaitForEndAsync(process);
                await environment.StartServiceAsync();
                await run.MeasureRecoveryAsync();
                await environment.KillServiceAsync();
                await run.MeasureRecoveryAsync();
            },
            ReplicaParts.Redis);
    }

    private static Task CrashDatabaseAsync(int crashes) => RunAsync(Clients, async (environment, run) =>
    {
        for (var crash = 0; crash < crashes; crash++)
        {
            await WaitAsync(BetweenEvents);
            await environment.Replicas!.Server.StopAsync();
            await environment.Replicas.Server.ContinueAsync();
            await run.MeasureRecoveryAsync();
        }
    });

    private static Task FailOverAsync(int times) => RunAsync(
        Clients,
        async (environment, run) =>
        {
            for (var time = 1; time <= times; time++)
            {
                await WaitAsync(BetweenEvents);
                await environment.Replicas!.FailOverAsync();
                await run.MeasureRecoveryAsync();
                environment.Running.Count.ShouldBe(2);
                if (time < times)
                    await environment.Replicas.ReplaceStandbyAsync();
            }
        },
        ReplicaParts.Standby);

    private static Task SplitAsync(int splits) => RunAsync(
        Clients,
        async (environment, run) =>
        {
            for (var split = 0; split < splits; split++)
            {
                await WaitAsync(BetweenEvents);
                var links = environment.Running.Select(environment.GetLinks).ToList();
                links.ForEach(link => link.Others.Close());
                var measuring = run.MeasureRecoveryAsync();

                // One is faster in declaring the other dead, in the list that both reach.
                await await Task.WhenAny(environment.Running.ToList().Select(environment.WaitForEndAsync));
                await measuring;
                environment.Running.Count.ShouldBe(1);

                // A process joins only when it reaches all others.
                var starting = environment.StartServiceAsync();
                links.ForEach(link => link.Others.Open());
                await starting;
            }
        },
        ReplicaParts.Network);

    private static Task CutOffAsync(int times) => RunAsync(
        Clients,
        async (environment, run) =>
        {
            for (var time = 0; time < times; time++)
            {
                await WaitAsync(BetweenEvents);
                var cutOff = environment.Running[0];
                var link = environment.GetLinks(cutOff).Store;
                link.Close();
                var measuring = run.MeasureRecoveryAsync();
                (await Poll.UntilAsync(() => environment.IsUnreadyAsync(cutOff), Poll.StepTimeout)).ShouldBeTrue("it said that it is ready");
                await measuring;

                // The other has declared it dead, because it does not show any more that it is alive. Now it can read that.
                link.Open();
                await environment.WaitForEndAsync(cutOff);
                await environment.StartServiceAsync();
            }
        },
        ReplicaParts.Network);
}
