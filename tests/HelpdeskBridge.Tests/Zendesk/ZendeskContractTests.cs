using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Contract;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>What every helpdesk must do, with the simulated Zendesk.</summary>
public sealed class ZendeskContractTests : HelpdeskContractTests
{
    private readonly FakeTimeProvider _clock = BridgeApp.NewClock();

    private protected override async Task<ContractDesk> StartDeskAsync() =>
        new ZendeskDesk(await SimulatedZendesk.StartAsync(new() { TimeProvider = _clock }));

    private protected override async Task<IContractBridge> StartBridgeAsync(
        ContractDesk desk, Uri address, IReadOnlyList<(string Key, string Value)> settings) => await ClockedBridge.StartAsync(
            address,
            _clock,
            [
                ("Channels:shop:DefaultDestination", desk.Groups[0].Id),
                ("Helpdesks:main:LateWriteWindow", "00:00:05"),
                ("Helpdesks:main:ReconcileEvery", "00:00:05"),
                .. settings.Select(setting => (setting.Key, (string?)setting.Value)),
            ],
            app => ((ZendeskDesk)desk).Call(new Uri(app.Url, "/helpdesk/main/webhook"), BridgeApp.WebhookSecret));
}
