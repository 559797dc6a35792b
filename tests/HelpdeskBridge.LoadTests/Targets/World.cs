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

    public Target Bridge { get; }

    /// <param name="conversations">How many conversations are over in the store.</param>
    /// <param name="change">Changes settings of the service.</param>
    public static async Task<World> StartAsync(int conversations, Action<Dictionary<string, string>>? change = null)
    {
        var zendesk = await SimulatedZendesk.StartAsync(new SimulatedZendeskOptions { AccountRequestsPerMinute = 1_000_000 });
        var jaicp = await SimulatedJaicp.StartAsync();
        var world = new World(zendesk, jaicp, await Target.StartAsync(Target.Bridge, zendesk, change));
        if (conversations > 0)
            await world.FillAsync(path => StoreFiller.Fill(path, conversations));
        world.Connect();
        return world;
    }

    /// <summary>Starts it with chats that are open already.</summary>
    /// <param name="count">How many chats.</param>
    /// <param name="change">Changes settings of the service.</param>
    /// <param name="waitingEach">How many texts of each client wait.</param>
    /// <param name="requestsPerMinute">The limit of the account, from the start of the service on.</param>
    public static async Task<(World World, OpenChats Chats)> StartWithOpenChatsAsync(
        int count, Action<Dictionary<string, string>> change, int waitingEach = 0, int requestsPerMinute = 1_000_000)
    {
        var world = await StartAsync(0, change);
        if (!(await world.Jaicp.SetWebhookAsync()).IsAccepted)
            throw new InvalidOperationException("The service refused the webhook.");
        var chats = await OpenChats.CreateAsync(world.Zendesk, count);
        await world.FillAsync(path =>
        {
            chats.Fill(path, waitingEach);
            world.Zendesk.SetAccountLimit(requestsPerMinute);
        });
        return (world, chats);
    }

    /// <summary>Fills the store while the service is stopped.</summary>
    /// <param name="fill">Gets the path of the database.</param>
    public async Task FillAsync(Action<string> fill)
    {
        await Bridge.StopAsync();
        fill(Bridge.StorePath);
        await Bridge.RestartAsync();
        Connect();
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await Zendesk.DisposeAsync();
        await Jaicp.DisposeAsync();
    }

    private void Connect()
    {
        Jaicp.BridgeApiUrl = Bridge.Api;
        Zendesk.Webhook = new Webhook(new Uri(Bridge.Process.Url, "/helpdesk/main/webhook"), WebhookSecret);
    }
}
