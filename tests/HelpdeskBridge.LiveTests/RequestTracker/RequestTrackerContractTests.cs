using HelpdeskBridge.Tests.Contract;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>What every helpdesk must do, with a real Request Tracker.</summary>
public sealed class RequestTrackerContractTests(RequestTrackerServer server) : HelpdeskContractTests
{
    private protected override Task<ContractDesk> StartDeskAsync()
    {
        RequestTrackerServer.SkipUnlessInstalled();
        return Task.FromResult<ContractDesk>(new RequestTrackerDesk(server));
    }

    private protected override async Task<IContractBridge> StartBridgeAsync(
        ContractDesk desk, Uri address, IReadOnlyList<(string Key, string Value)> settings) =>
        await LiveBridge.StartAsync(server, address, [("Helpdesks:rt:LateWriteWindow", "00:00:05"), .. settings]);
}
