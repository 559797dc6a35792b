using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>Runs the playground: the simulated JAICP and Zendesk, and between them the real bridge in a process of its own.</summary>
internal sealed class PlaygroundHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private PlaygroundHost(
        SimulatedZendesk zendesk, SimulatedJaicp jaicp, Journal journal, BridgeProcess bridge, BridgeSettings settings, DirectoryInfo folder)
    {
        (Zendesk, Jaicp, Journal, Bridge, _folder) = (zendesk, jaicp, journal, bridge, folder);
        (BridgeUrl, AdminUrl, AdminKey) = (settings.PublicUrl, new Uri(settings.PublicUrl, "/admin"), settings.AdminKey);
    }

    public SimulatedZendesk Zendesk { get; }

    public SimulatedJaicp Jaicp { get; }

    /// <summary>One journal for both systems, so that the page shows all exchanges in one order.</summary>
    public Journal Journal { get; }

    public BridgeProcess Bridge { get; }

    public Uri BridgeUrl { get; }

    /// <summary>The bridge's page for operators.</summary>
    public Uri AdminUrl { get; }

    /// <summary>The key to sign in to that page.</summary>
    public string AdminKey { get; }

    public static async Task<PlaygroundHost> StartAsync()
    {
        var journal = new Journal();
        var zendeskOptions = new SimulatedZendeskOptions
        {
            Journal = journal,
            AccountRequestsPerMinute = 400,
            TicketFields = [.. BridgeSettings.FieldNames.Select(field => new SimulatedTicketField(field.Key, field.Value))],
        };
        var zendesk = await SimulatedZendesk.StartAsync(zendeskOptions);
        var jaicp = await SimulatedJaicp.StartAsync(new SimulatedJaicpOptions { Journal = journal });

        var folder = Directory.CreateTempSubdirectory("helpdesk-bridge-playground-");
        var settings = new BridgeSettings(zendesk, zendeskOptions, folder);
        var bridge = new BridgeProcess(settings.PublicUrl, settings.ToArguments());
        await bridge.StartAsync();

        zendesk.AddWebhook(settings.Describe);
        jaicp.BridgeApiUrl = settings.OperatorApiUrl;
        await jaicp.SetWebhookAsync(); // as JAICP does when the channel is saved
        return new PlaygroundHost(zendesk, jaicp, journal, bridge, settings, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await Jaicp.DisposeAsync();
        await Zendesk.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
