using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Tests.Processes;

namespace HelpdeskBridge.CrashTests;

/// <summary>Two processes know together whether the helpdesk is down.</summary>
[Collection(nameof(RandomRunTests))]
public sealed class ClusterOutageTests
{
    private const int Chats = 12;
    private const int Probes = 6;
    private static readonly TimeSpan ProbeDelay = TimeSpan.FromSeconds(3);

    public ClusterOutageTests()
    {
        if (PostgreSqlServer.Programs is null && Environment.GetEnvironmentVariable("CI") == "true")
            throw new InvalidOperationException("PostgreSQL is not installed. CI must install it.");
        Assert.SkipWhen(PostgreSqlServer.Programs is null, "PostgreSQL is not installed.");
    }

    [Fact]
    public async Task While_the_helpdesk_is_down_two_processes_send_as_many_probes_as_one()
    {
        var delay = ProbeDelay.ToString();
        await using var environment = await TestEnvironment.StartAsync(
            settings: new()
            {
                ["Delivery:RetryDelays:0"] = delay,
                ["Delivery:RetryDelays:1"] = delay,
                ["Delivery:RetryDelays:2"] = delay,
                ["Helpdesks:main:ReconcileEvery"] = "01:00:00",
            },
            replicas: 2);
        var chats = Enumerable.Range(1, Chats).Select(number => new ChatParticipants(environment, $"u{number}")).ToList();
        using (var down = environment.Zendesk.Faults.Add(FaultMode.Refuse503, where: IsWrite))
        {
            foreach (var chat in chats)
            {
                (await chat.SelectDestinationAsync()).ShouldBeTrue();
                (await chat.SendTextAsync()).ShouldBeTrue();
            }

            await WaitAsync("each chat was tried, and both processes know", async () => down.Hits >= Chats && await AllKnowAsync(environment));
            var before = down.Hits;
            await WaitAsync("the probes were sent", () => Task.FromResult(down.Hits >= before + Probes));
            var probes = environment.GetZendeskRequests().Where(entry => entry.Status == 503).Select(entry => entry.At).Order().Skip(before).ToList();
            TestContext.Current.TestOutputHelper?.WriteLine($"before {before}; probes at {string.Join(", ", probes.Select(at => $"{at:ss.fff}"))}");

            // A process that probes by itself sends its probes between those of the other.
            foreach (var (probe, next) in probes.Zip(probes.Skip(1)))
                (next - probe).ShouldBeGreaterThan(ProbeDelay * 0.6);
        }

        await environment.ShouldCompleteAsync(chats);
        (await AnyKnowsAsync(environment)).ShouldBeFalse();
    }

    private static bool IsWrite(FaultyRequest request) => request.Method != "GET" && request.Path.StartsWith("/api/v2/", StringComparison.Ordinal);

    private static async Task<bool> AllKnowAsync(TestEnvironment environment) =>
        (await Task.WhenAll(environment.Running.Select(process => KnowsAsync(environment, process)))).All(knows => knows);

    private static async Task<bool> AnyKnowsAsync(TestEnvironment environment) =>
        (await Task.WhenAll(environment.Running.Select(process => KnowsAsync(environment, process)))).Any(knows => knows);

    private static async Task<bool> KnowsAsync(TestEnvironment environment, BridgeProcess process) =>
        (await environment.GetAdminAsync("status", process)).GetProperty("unreachable").GetArrayLength() > 0;

    private static async Task WaitAsync(string what, Func<Task<bool>> condition) =>
        (await Poll.UntilAsync(condition, Poll.StepTimeout)).ShouldBeTrue($"{what} did not happen");
}
