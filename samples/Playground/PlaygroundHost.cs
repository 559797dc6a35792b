using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Playground;

/// <summary>
/// Runs the playground: the simulated JAICP and Zendesk, and between them the real bridge in a process of its own. A real Request Tracker takes the
/// place of the simulated Zendesk where a visitor asks for it.
/// </summary>
internal sealed class PlaygroundHost : IAsyncDisposable
{
    /// <summary>A customer whom the desk knows already, by an address that the bot may have verified.</summary>
    private static readonly (string Name, string Email) KnownCustomer = ("Greta Lindqvist", "greta@example.com");

    private readonly DirectoryInfo _folder;

    private PlaygroundHost(
        SimulatedZendesk zendesk, RequestTrackerDesk? requestTracker, SimulatedJaicp jaicp, Journal journal, BridgeProcess bridge,
        BridgeSettings settings, DirectoryInfo folder)
    {
        (Zendesk, RequestTracker, Jaicp, Journal, Bridge, _folder) = (zendesk, requestTracker, jaicp, journal, bridge, folder);
        (BridgeUrl, AdminUrl, AdminKey) = (settings.PublicUrl, new Uri(settings.PublicUrl, "/admin"), settings.AdminKey);
    }

    public SimulatedZendesk Zendesk { get; }

    /// <summary>The agents' desk in place of the simulated Zendesk; null: Zendesk is.</summary>
    public RequestTrackerDesk? RequestTracker { get; }

    public SimulatedJaicp Jaicp { get; }

    /// <summary>One journal for both systems, so that the page shows all exchanges in one order.</summary>
    public Journal Journal { get; }

    public BridgeProcess Bridge { get; }

    public Uri BridgeUrl { get; }

    /// <summary>The bridge's page for operators.</summary>
    public Uri AdminUrl { get; }

    /// <summary>The reports there.</summary>
    public Uri ReportsUrl => new(BridgeUrl, "/admin/reports");

    /// <summary>The key to sign in to that page.</summary>
    public string AdminKey { get; }

    /// <param name="withRequestTracker">Whether a real Request Tracker is the agents' desk.</param>
    /// <param name="escalateAfter">When a chat that nobody answers goes to the second group; null: before a visitor loses patience.</param>
    /// <exception cref="RequestTrackerException">There is no Request Tracker here.</exception>
    public static async Task<PlaygroundHost> StartAsync(bool withRequestTracker = false, TimeSpan? escalateAfter = null)
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
        var requestTracker = withRequestTracker ? await RequestTrackerDesk.StartAsync(folder) : null;
        var settings = new BridgeSettings(zendesk, zendeskOptions, requestTracker, folder, escalateAfter);
        var bridge = new BridgeProcess(settings.PublicUrl, settings.ToArguments());
        await bridge.StartAsync();

        if (requestTracker is null)
        {
            zendesk.AddWebhook(settings.Describe);
            zendesk.AddMacro(BridgeSettings.Describe);
            zendesk.AddUser(KnownCustomer.Name, KnownCustomer.Email);
        }

        jaicp.BridgeApiUrl = settings.OperatorApiUrl;
        jaicp.BotAccess = settings.BotAccess;
        await jaicp.SetWebhookAsync(); // as JAICP does when the channel is saved
        return new PlaygroundHost(zendesk, requestTracker, jaicp, journal, bridge, settings, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        if (RequestTracker is not null)
            await RequestTracker.DisposeAsync();
        await Jaicp.DisposeAsync();
        await Zendesk.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
