using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Tests.Contract;
using HelpdeskBridge.Tests.Simulators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>The service in the test's own process, with a clock that waits move, connected with the simulated JAICP.</summary>
internal sealed class ClockedBridge : IContractBridge
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly BridgeApp _app;
    private readonly Action<BridgeApp> _connect;

    private ClockedBridge(BridgeApp app, SimulatedJaicp jaicp, Action<BridgeApp> connect) => (_app, Jaicp, _connect) = (app, jaicp, connect);

    public SimulatedJaicp Jaicp { get; }

    /// <param name="helpdesk">Where the bridge finds the helpdesk.</param>
    /// <param name="clock">The bridge's clock.</param>
    /// <param name="settings">Settings beside the usual ones; null removes one.</param>
    /// <param name="connect">Tells the helpdesk where the service is, after each start.</param>
    /// <param name="replace">Replaces services.</param>
    public static async Task<ClockedBridge> StartAsync(
        Uri helpdesk, FakeTimeProvider clock, IReadOnlyList<(string Key, string? Value)> settings, Action<BridgeApp>? connect = null,
        Action<IServiceCollection, IReadOnlyDictionary<string, string>>? replace = null)
    {
        var all = new Dictionary<string, string>();
        var app = await BridgeApp.StartAsync(helpdesk, Change, clock, services => replace?.Invoke(services, all));
        var bridge = new ClockedBridge(app, await SimulatedJaicp.StartAsync(), connect ?? (_ => { }));
        bridge.Connect();
        (await bridge.Jaicp.SetWebhookAsync()).IsAccepted.ShouldBeTrue();
        return bridge;

        void Change(Dictionary<string, string> usual)
        {
            foreach (var (key, value) in settings)
            {
                usual.Remove(key);
                if (value is not null)
                    usual[key] = value;
            }

            all = usual;
        }
    }

    public async Task RestartAsync()
    {
        await _app.RestartAsync();
        Connect();
    }

    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Wait.UntilAsync(_app.Clock, Step, condition);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"It was waited in vain for: {what}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Jaicp.DisposeAsync();
    }

    private void Connect()
    {
        Jaicp.BridgeApiUrl = new Uri(_app.OperatorUrl.ToString().TrimEnd('/'));
        _connect(_app);
    }
}
