using Microsoft.AspNetCore.Builder;

namespace HelpdeskBridge.FuzzTests;

/// <summary>The whole service in this process, on a store of its own.</summary>
internal sealed class FuzzedBridge : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";
    public const string AdminKey = "an-admin-key-of-the-fuzzing";
    public const string WebhookSecret = "a-signing-secret-of-the-fuzzing";

    private readonly string _folder;
    private readonly WebApplication _app;

    private FuzzedBridge(string folder, WebApplication app) => (_folder, _app, Url) = (folder, app, new Uri(app.Urls.Single()));

    public Uri Url { get; }

    public static async Task<FuzzedBridge> StartAsync(Uri helpdesk, string group, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-fuzz-").FullName;
        var all = new Dictionary<string, string>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["environment"] = "Testing",
            ["Serilog:MinimumLevel:Default"] = "Fatal",
            ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Fatal",
            ["Bridge:PublicUrl"] = "https://bridge.example.com",
            ["Admin:Key"] = AdminKey,
            ["Channels:shop:Key"] = Key,
            ["Channels:shop:Helpdesk"] = "main",
            ["Channels:shop:DefaultDestination"] = group,
            ["Channels:shop:InboundPerSecond"] = "1000000",
            ["Helpdesks:main:BaseUrl"] = helpdesk.AbsoluteUri,
            ["Helpdesks:main:OAuth:ClientId"] = "helpdesk_bridge",
            ["Helpdesks:main:OAuth:ClientSecret"] = "simulated-client-secret",
            ["Helpdesks:main:WebhookSecrets:0"] = WebhookSecret,
            ["Helpdesks:main:RequestsPerMinute"] = "100000",
            ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "bridge.db")}",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var app = HelpdeskBridge.Program.Build([.. all.Select(pair => $"--{pair.Key}={pair.Value}")]);
        await app.StartAsync();
        return new FuzzedBridge(folder, app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
