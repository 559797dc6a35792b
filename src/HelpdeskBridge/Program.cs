using HelpdeskBridge.Admin;
using HelpdeskBridge.Callers;
using HelpdeskBridge.ClientFiles;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Files;
using HelpdeskBridge.Helpdesk;
using HelpdeskBridge.Helpdesk.Zendesk;
using HelpdeskBridge.Jaicp;
using HelpdeskBridge.Network;
using HelpdeskBridge.OperatorApi;
using HelpdeskBridge.Operations;
using HelpdeskBridge.Retention;
using HelpdeskBridge.Settings;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge;

/// <summary>The map of the service: its rooms in the order in which a message walks through them.</summary>
public static class Program
{
    internal static Task<int> Main(string[] args) => CommandLine.RunAsync(args, args => Build(args));

    /// <summary>Builds the service, ready to run; samples and tests start it through here, in their own process.</summary>
    /// <param name="args">Command-line settings such as <c>--Bridge:PublicUrl=https://bridge.example.com</c>; they win over all others.</param>
    /// <param name="replace">Replaces services, such as the clock in tests.</param>
    /// <exception cref="InvalidSettingsException">The settings have faults; all are listed.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(new BridgeClock(TimeProvider.System));
        builder.AddLogging();
        var settings = builder.AddSettings();
        builder.AddStorage();
        builder.AddNetwork(settings);
        builder.AddClientFiles(settings);
        builder.AddCallers(settings);
        builder.AddOperatorApi();       // 1 a call arrives, is decided on by Conversations/ and stored
        builder.AddDelivery();          // 2 its lane sends it on
        builder.AddHelpdesks();         // 3 to a helpdesk,
        builder.AddZendesk(settings);   //   which is Zendesk, and hears the agents' answers from there;
        builder.AddJaicp(settings);     // 4 those go to JAICP
        builder.AddFiles();             //   with links to their files, which are fetched from the helpdesk when somebody asks;
        builder.AddAdmin();             // and operators look at all of it
        builder.AddRetention();         // and what has been over for long is erased
        builder.AddMetrics();
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UsePipeline(settings);
        app.MapOperatorApi();
        app.MapHelpdeskWebhooks();
        app.MapFiles();
        app.MapAdmin();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }
}
