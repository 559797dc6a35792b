using System.Globalization;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>The settings that every service between the simulators has.</summary>
internal static class ServiceSettings
{
    public const string ChannelKey = "0123456789abcdef0123456789abcdef";
    public const string WebhookSecret = "a-signing-secret-of-the-tests";
    public const string BotKey = "a-key-of-the-bots-script-for-the-tests";

    public static Dictionary<string, string> Create(SimulatedZendesk zendesk, string folder) => new()
    {
        ["environment"] = "Testing",
        ["contentRoot"] = folder,

        // File watchers are limited per user, and many services run at the same time here.
        ["hostBuilder:reloadConfigOnChange"] = "false",
        ["Bridge:PublicUrl"] = "https://bridge.example.com",
        ["Channels:shop:Key"] = ChannelKey,
        ["Channels:shop:Helpdesk"] = "main",
        ["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture),
        ["Channels:shop:InboundPerSecond"] = "5000",
        ["Channels:shop:BotKey"] = BotKey,
        ["Channels:shop:Ticket:Fields:order"] = ChannelFeatures.OrderField.ToString(CultureInfo.InvariantCulture),
        ["Helpdesks:main:Kind"] = "Zendesk",
        ["Helpdesks:main:BaseUrl"] = zendesk.Url.ToString(),
        ["Helpdesks:main:OAuth:ClientId"] = "helpdesk_bridge",
        ["Helpdesks:main:OAuth:ClientSecret"] = "simulated-client-secret",
        ["Helpdesks:main:WebhookSecrets:0"] = WebhookSecret,
        ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "bridge.db")}",
    };
}
