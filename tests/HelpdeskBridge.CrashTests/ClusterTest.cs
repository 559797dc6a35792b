using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests;

/// <summary>
/// Several processes on one PostgreSQL store, behind a load balancer. They do not run in parallel with other tests. Where PostgreSQL is not
/// installed, they are skipped; in CI they fail instead.
/// </summary>
[Collection(nameof(RandomRunTests))]
public abstract class ClusterTest
{
    private const int Seed = 7;
    private const int MaxLines = 40;
    private const int MaxLength = 400;

    private protected ClusterTest() => Require(PostgreSqlServer.Programs is not null, "PostgreSQL");

    private protected static TimeSpan BetweenEvents { get; } = TimeSpan.FromSeconds(2);

    private protected static void RequireRedis() => Require(RedisServer.IsInstalled, "Redis");

    /// <summary>Checks that nothing was lost, doubled or put out of order, whatever happened.</summary>
    /// <param name="clients">How many clients chat at the same time.</param>
    /// <param name="happen">What happens meanwhile.</param>
    /// <param name="parts">What the processes have beside one PostgreSQL server.</param>
    /// <param name="replicas">How many processes.</param>
    private protected static async Task RunAsync(
        int clients, Func<TestEnvironment, ClusterRun, Task> happen, ReplicaParts parts = ReplicaParts.None, int replicas = 2)
    {
        await using var environment = await TestEnvironment.StartAsync(Seed, ClusterRun.CreateSettings(Seed), replicas: replicas, parts: parts);
        var run = new ClusterRun(environment, Seed, clients);
        try
        {
            await run.RunAsync(run => happen(environment, run));
        }
        catch
        {
            foreach (var line in environment.ServiceLog.Where(IsAboutCluster).TakeLast(MaxLines))
                TestContext.Current.TestOutputHelper?.WriteLine(line[..Math.Min(line.Length, MaxLength)]);
            throw;
        }

        var recoveries = run.Recoveries.Order().Select(time => time.TotalSeconds).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{run.Calls} calls, {run.RefusedCalls} not answered with 200 ({run.RefusedBy})"
            + (recoveries.Count > 0 ? $"; carried on after {recoveries[recoveries.Count / 2]:0.0} s (median), {recoveries[^1]:0.0} s (worst)" : ""));
    }

    private protected static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>Whether a line of the log says why a process has ended, or who has declared it dead.</summary>
    private static bool IsAboutCluster(string line) =>
        line.Contains("\"SourceContext\":\"HelpdeskBridge.Clustering", StringComparison.Ordinal)
        || line.Contains("\"SourceContext\":\"Orleans.Runtime.MembershipService", StringComparison.Ordinal);

    private static void Require(bool isInstalled, string what)
    {
        if (!isInstalled && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException($"{what} is not installed. CI must install it.");
        Assert.SkipUnless(isInstalled, $"{what} is not installed.");
    }
}
