using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>Runs the playground's systems in this process: the simulated JAICP, the simulated Zendesk, and the real bridge between them.</summary>
internal sealed class PlaygroundHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _bridge;

    private PlaygroundHost(
        SimulatedZendesk zendesk, SimulatedJaicp jaicp, Journal journal, WebApplication bridge, Uri bridgeUrl, DirectoryInfo folder)
    {
        (Zendesk, Jaicp, Journal, BridgeUrl) = (zendesk, jaicp, journal, bridgeUrl);
        (_bridge, _folder) = (bridge, folder);
    }

    public SimulatedZendesk Zendesk { get; }

    public SimulatedJaicp Jaicp { get; }

    /// <summary>One journal for both systems, so that the page shows all exchanges in one order.</summary>
    public Journal Journal { get; }

    public Uri BridgeUrl { get; }

    public static async Task<PlaygroundHost> StartAsync()
    {
        var journal = new Journal();
        var zendeskOptions = new SimulatedZendeskOptions { Journal = journal, AccountRequestsPerMinute = 400 };
        var zendesk = await SimulatedZendesk.StartAsync(zendeskOptions);
        var jaicp = await SimulatedJaicp.StartAsync(new SimulatedJaicpOptions { Journal = journal });

        var folder = Directory.CreateTempSubdirectory("helpdesk-bridge-playground-");
        var settings = new BridgeSettings(zendesk, zendeskOptions, folder);
        var bridge = HelpdeskBridge.Program.Build(settings.ToArguments());
        await bridge.StartAsync();

        zendesk.Webhook = new Webhook(settings.HelpdeskWebhookUrl, settings.WebhookSecret);
        jaicp.BridgeApiUrl = settings.OperatorApiUrl;
        await jaicp.SetWebhookAsync(); // as JAICP does when the channel is saved
        return new PlaygroundHost(zendesk, jaicp, journal, bridge, settings.PublicUrl, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _bridge.StopAsync();
        await _bridge.DisposeAsync();
        await Jaicp.DisposeAsync();
        await Zendesk.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
