using HelpdeskBridge.Admin;
using HelpdeskBridge.AgentFiles;
using HelpdeskBridge.Attachments;
using HelpdeskBridge.BotScript;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Http;
using HelpdeskBridge.Jaicp.Events;
using HelpdeskBridge.Jaicp.OperatorApi;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Network;
using HelpdeskBridge.Retention;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Webhooks;

namespace HelpdeskBridge;

/// <summary>The map of the service: its modules in the order in which a message passes through them.</summary>
public static class Program
{
    internal static Task<int> Main(string[] args) => CommandLine.RunAsync(args, args => Build(args, services => services.AddServiceManager()));

    /// <summary>Builds the service, ready to run; samples and tests start it through here, in their own process.</summary>
    /// <param name="args">Command-line settings such as <c>--Bridge:PublicUrl=https://bridge.example.com</c>; they win over all others.</param>
    /// <param name="replace">Replaces services, such as the clock in tests.</param>
    /// <exception cref="InvalidSettingsException">The settings have faults; all are listed.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddClock();
        builder.AddLogging();
        var settings = builder.AddSettings();
        builder.AddStorage(settings);
        builder.AddNetwork(settings);
        builder.AddAttachments(settings);
        builder.AddChannels();
        builder.AddHttp(settings);
        builder.AddOperatorApi();           // 1. JAICP calls; the inbox decides and stores,
        builder.AddMessaging(settings);     // 2. an outbound queue delivers
        builder.AddHelpdesks(settings);     // 3. to the helpdesk. Its tickets are read for agents' answers,
        builder.AddHelpdeskAdapters(settings);
        builder.AddJaicpEvents(settings);   // 4. and the answers are delivered to JAICP,
        builder.AddAgentFiles();            //    with links to agents' files.
        builder.AddAdmin();
        builder.AddRetention();
        builder.AddTelemetry();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRequestPipeline(settings);
        app.MapOperatorApi();
        app.MapHelpdeskWebhooks();
        app.MapAgentFiles();
        app.MapBotScript();
        app.MapAdmin();
        app.MapHealthAndMetrics();
        return app;
    }
}
