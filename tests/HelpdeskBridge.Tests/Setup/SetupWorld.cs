using System.Globalization;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>A simulated Zendesk, and the settings of a bridge that uses it.</summary>
internal sealed class SetupWorld : IAsyncDisposable
{
    public const string Endpoint = "https://bridge.example.com/helpdesk/main/webhook";
    public const string Name = "Helpdesk Bridge (main)";

    private SetupWorld(SimulatedZendesk zendesk)
    {
        Zendesk = zendesk;
        foreach (var (key, value) in BridgeApp.Settings(zendesk.Url, Folder))
            Settings[key] = value;
        Settings["Channels:shop:DefaultDestination"] = zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
    }

    public SimulatedZendesk Zendesk { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("bridge-setup-").FullName;

    /// <summary>Null leaves a setting out.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Replaces services of the commands.</summary>
    public Action<IServiceCollection>? Replace { get; set; }

    public SimulatedWebhook Webhook => Zendesk.RegisteredWebhooks.Single();

    public SimulatedTrigger Trigger => Zendesk.Triggers.Single();

    public static async Task<SetupWorld> StartAsync(SimulatedZendeskOptions? options = null) =>
        new(await SimulatedZendesk.StartAsync(options));

    /// <summary>Runs a command with the settings as further arguments.</summary>
    public Task<CommandRun> RunAsync(params string[] command) => CommandRun.RunAsync(
        [.. command, .. Settings.Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}")], Replace);

    public async ValueTask DisposeAsync()
    {
        await Zendesk.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
