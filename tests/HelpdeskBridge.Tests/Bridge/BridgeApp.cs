using System.Net.Http.Json;
using System.Text;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Tests.Storage;
using HelpdeskBridge.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// The whole service on a socket of its own and a fresh SQLite file, with a clock that tests move. One channel, "shop", is served by
/// one helpdesk, "main". Tests talk to it over HTTP only.
/// </summary>
internal sealed class BridgeApp : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";
    public const string WebhookSecret = "a-signing-secret-of-the-tests";
    public const string DefaultGroup = "360001234567";

    /// <summary>With <c>BRIDGE_TESTS_STORE=PostgreSql</c> in its environment, the whole suite runs on the other engine.</summary>
    private static readonly bool _usesPostgreSql = Environment.GetEnvironmentVariable("BRIDGE_TESTS_STORE") == "PostgreSql";

    private readonly string _folder;
    private string[] _settings;
    private WebApplication? _app;

    private readonly Action<IServiceCollection>? _replace;

    private BridgeApp(string folder, string[] settings, FakeTimeProvider clock, Action<IServiceCollection>? replace) =>
        (_folder, _settings, Clock, _replace) = (folder, settings, clock, replace);

    public FakeTimeProvider Clock { get; }

    /// <summary>Address of the running service.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Address of channel "shop", with a slash at its end so that method names append to it.</summary>
    public Uri OperatorUrl => new(Url, $"/operator/shop/{Key}/");

    public HttpClient Http { get; } = new();

    /// <summary>The services of the running service.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>Where its store is, and everything else it keeps.</summary>
    public string Folder => _folder;

    /// <summary>Its settings as arguments, for a command on the same store.</summary>
    public IReadOnlyList<string> Arguments => _settings;

    /// <summary>What is secret in its settings.</summary>
    public IEnumerable<string> Secrets => LogScan.GetSecrets(SettingsReader.Read(new ConfigurationBuilder().AddCommandLine(_settings).Build()));

    /// <summary>Where the service keeps clients' files on their way.</summary>
    public string Spool => Path.Combine(_folder, "client-files");

    public static Dictionary<string, string> Settings(Uri zendesk, string folder) => new()
    {
        ["urls"] = "http://127.0.0.1:0",
        ["environment"] = "Testing",
        ["Bridge:PublicUrl"] = "https://bridge.example.com",
        ["Channels:shop:Key"] = Key,
        ["Channels:shop:Helpdesk"] = "main",
        ["Channels:shop:DefaultDestination"] = DefaultGroup,
        ["Helpdesks:main:Kind"] = "Zendesk",
        ["Helpdesks:main:BaseUrl"] = zendesk.ToString(),
        ["Helpdesks:main:OAuth:ClientId"] = "helpdesk_bridge",
        ["Helpdesks:main:OAuth:ClientSecret"] = "simulated-client-secret",
        ["Helpdesks:main:WebhookSecrets:0"] = WebhookSecret,

        // No sweeps, except where a test asks for them: their requests would be unexpected in every test that moves the clock.
        ["Helpdesks:main:ReconcileEvery"] = "30.00:00:00",
        ["Network:AllowedPrivateHosts:0"] = "127.0.0.1",
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "bridge.db")}",
    };

    /// <summary>A clock that stands at 10 o'clock of a Monday.</summary>
    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    /// <param name="zendesk">Where the helpdesk is.</param>
    /// <param name="change">Changes settings before the start.</param>
    /// <param name="clock">The bridge's clock; a new one when absent.</param>
    /// <param name="replace">Replaces further services.</param>
    public static async Task<BridgeApp> StartAsync(
        Uri zendesk, Action<Dictionary<string, string>>? change = null, FakeTimeProvider? clock = null, Action<IServiceCollection>? replace = null)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-test-").FullName;
        var settings = Settings(zendesk, folder);
        if (_usesPostgreSql)
        {
            settings["Storage:Provider"] = "PostgreSql";
            settings["Storage:ConnectionString"] = await (await TestContext.Current.GetFixture<PostgreSqlFixture>())!.CreateAsync();
        }

        change?.Invoke(settings);
        var app = new BridgeApp(folder, [.. settings.Select(pair => $"--{pair.Key}={pair.Value}")], clock ?? NewClock(), replace);
        await app.StartAsync();
        return app;
    }

    /// <summary>Stops this service and starts another on the same store.</summary>
    /// <param name="changed">Settings that are different from then on.</param>
    public async Task RestartAsync(params (string Key, string Value)[] changed)
    {
        await StopAsync();
        _settings = [.. _settings, .. changed.Select(setting => $"--{setting.Key}={setting.Value}")];
        await StartAsync();
    }

    public Task<HttpResponseMessage> CallAsync(string method, object body) =>
        Http.PostAsJsonAsync(new Uri(OperatorUrl, method), body, TestContext.Current.CancellationToken);

    /// <summary>Another process writes to the store, until disposed.</summary>
    public IDisposable LockStore()
    {
        var connection = OpenStore();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Changes one row of the store, as no version of the service would.</summary>
    public async Task ChangeStoreAsync(string sql)
    {
        await using var connection = OpenStore();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        (await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    private SqliteConnection OpenStore()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "bridge.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Calls the Operator API with a body exactly as given.</summary>
    public Task<HttpResponseMessage> PostAsync(string method, string body, string contentType = "application/json") =>
        Http.PostAsync(new Uri(OperatorUrl, method), new StringContent(body, Encoding.UTF8, contentType), TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        _app = Program.Build(_settings, services =>
        {
            services.RemoveAll<BridgeClock>();

            // Its request would be unexpected in every test that counts them.
            services.Remove(services.Single(service => service.ImplementationType == typeof(WarmUp)));
            services.AddSingleton(new BridgeClock(Clock));
            _replace?.Invoke(services);
        });
        await _app.StartAsync();
        Url = new Uri(_app.Urls.Single());
    }
}
