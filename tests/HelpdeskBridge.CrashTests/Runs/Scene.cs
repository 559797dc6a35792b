using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Record;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>One client and its agents in a world of their own, for tests that go through one moment at a time.</summary>
internal sealed class Scene(World world) : IAsyncDisposable
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(45);

    public World World { get; } = world;

    public Cast Cast { get; } = new(world, "u1");

    /// <summary>The client's newest ticket.</summary>
    public SimulatedTicket Ticket => Cast.Ticket ?? throw new InvalidOperationException("There is no ticket yet.");

    /// <param name="settings">Settings of the bridge other than usual.</param>
    public static async Task<Scene> BeginAsync(params (string Key, string Value)[] settings) =>
        new(await World.StartAsync(settings: settings.ToDictionary(pair => pair.Key, pair => pair.Value)));

    /// <summary>Handed over, and the first words stand in the ticket.</summary>
    public async Task OpenChatAsync()
    {
        (await Cast.HandOverAsync()).ShouldBeTrue();
        await SayAndArriveAsync();
    }

    public async Task SayAndArriveAsync()
    {
        (await Cast.SayAsync()).ShouldBeTrue();
        var number = Cast.Calls[^1].Number;
        await BecomesAsync(() => Cast.IsWritten(number));
    }

    /// <summary>An agent answers, and the client has it.</summary>
    public async Task AnswerAndArriveAsync()
    {
        Cast.Reply(Ticket, surely: true).ShouldBeTrue();
        var number = Cast.Acts[^1].Number;
        await BecomesAsync(() => Cast.IsHeard(number));
    }

    /// <summary>The next request of this kind is taken and not answered; the process is killed then, and started again.</summary>
    /// <param name="faults">Of the side that holds its answer back.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="act">What leads to the request.</param>
    public async Task KillWhileHeldAsync(Faults faults, string operation, Func<Task> act)
    {
        using (var held = faults.Add(FaultMode.AcceptThenHang, times: 1, where: request => request.Operation == operation))
        {
            await act();
            await BecomesAsync(() => held.Hits == 1);
            await World.KillAsync();
        }

        await World.StartBridgeAsync();
    }

    public static async Task BecomesAsync(Func<bool> condition) => (await Wait.UntilAsync(condition, Soon)).ShouldBeTrue("it did not become so in time");

    /// <summary>Waits until all is quiet and checks every promise.</summary>
    public async Task EndsWellAsync()
    {
        (await World.SettleAsync(TimeSpan.FromSeconds(60), quietFor: TimeSpan.FromSeconds(3))).ShouldBeNull();
        var record = await Reading.RecordAsync(World, [Cast]);
        var breaches = Invariant.Breaches(record);
        breaches.ShouldBeEmpty(breaches.Count == 0 ? "" : Tale.Of(breaches, record, World.Journal.Entries, World.BridgeLog, "this test"));
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
