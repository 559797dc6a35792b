using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.LoadTests.Targets;

/// <summary>The service as a process between both outside systems, which are simulated in this process, with a store that may have a past.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string WebhookSecret = "a-signing-secret-of-the-tests";

    private World(SimulatedZendesk zendesk, SimulatedJaicp jaicp, Target bridge) => (Zendesk, Jaicp, Bridge) = (zendesk, jaicp, bridge);

    public SimulatedZendesk Zendesk { get; }

    public SimulatedJaicp Jaicp { get; }

    public Target Bridge { get; private set; }

    /// <param name="conversations">How many conversations are over in the store.</param>
    /// <param name="change">Changes settings of the service.</param>
    public static async Task<World> StartAsync(int conversations, Action<Dictionary<string, string>>? change = null)
    {
        var zendesk = await SimulatedZendesk.StartAsync(new SimulatedZendeskOptions { AccountRequestsPerMinute = 1_000_000 });
        var jaicp = await SimulatedJaicp.StartAsync();
        var world = new World(zendesk, jaicp, await Target.StartAsync(Target.Bridge, zendesk, change));
        if (conversations > 0)
        {
            await world.Bridge.StopAsync();
            StoreFiller.Fill(world.Bridge.StorePath, conversations);
            await world.Bridge.RestartAsync();
        }

        jaicp.BridgeApiUrl = world.Bridge.Api;
        zendesk.Webhook = new Webhook(new Uri(world.Bridge.Process.Url, "/helpdesk/main/webhook"), WebhookSecret);
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await Zendesk.DisposeAsync();
        await Jaicp.DisposeAsync();
    }
}
