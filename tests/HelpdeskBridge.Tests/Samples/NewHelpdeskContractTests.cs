using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.NewHelpdesk;
using HelpdeskBridge.NewHelpdesk.Desk;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Contract;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>What every helpdesk must do, with the template of an adapter: whoever begins with it begins with something that works.</summary>
public sealed class NewHelpdeskContractTests : HelpdeskContractTests
{
    private const string Token = "the-token-of-the-bridge";

    private readonly FakeTimeProvider _clock = BridgeApp.NewClock();

    private protected override async Task<ContractDesk> StartDeskAsync()
    {
        var desk = new InMemoryDesk(_clock);
        return new NewHelpdeskDesk(desk, await DeskServer.StartAsync(desk, Token));
    }

    private protected override async Task<IContractBridge> StartBridgeAsync(
        ContractDesk desk, Uri address, IReadOnlyList<(string Key, string Value)> settings) => await ClockedBridge.StartAsync(
            address,
            _clock,
            [
                ("Channels:shop:DefaultDestination", desk.Groups[0].Id),
                ("Helpdesks:main:Kind", NewHelpdeskRegistration.Kind.ToString()),
                ("Helpdesks:main:OAuth:ClientId", null),
                ("Helpdesks:main:OAuth:ClientSecret", null),
                ("Helpdesks:main:ApiToken:Token", Token),
                ("Helpdesks:main:LateWriteWindow", "00:00:05"),
                ("Helpdesks:main:Feed", "Poll"),
                ("Helpdesks:main:PollEvery", "00:00:01"),
                .. settings.Select(setting => (setting.Key, (string?)setting.Value)),
            ],
            replace: Register);

    /// <summary>The template is no part of the service, so it takes the place of the adapter whose kind it borrows.</summary>
    private static void Register(IServiceCollection services, IReadOnlyDictionary<string, string> settings)
    {
        services.RemoveAll<IHelpdeskFactory>();
        services.AddNewHelpdeskOptions();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings!).Build();
        using var reading = SettingsReader.Read(configuration);
        services.AddNewHelpdesk(reading.Settings);
    }
}
