using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Setup;
using HelpdeskBridge.Tests.Bridge;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Setup;

/// <summary>How <c>setup</c> goes on where a helpdesk does not show at once what it took.</summary>
public sealed class SetupRunTests
{
    [Fact]
    public async Task What_was_made_but_is_not_shown_is_not_made_a_second_time()
    {
        var account = new ForgetfulAccount();
        using var reading = ReadSettings();
        var run = new SetupRun(reading.Settings, [account], (_, setup) => setup);

        var request = new SetupRequest(SetupMode.Apply, null, new SetupWishes(["order"], Macros: false));
        var report = await run.RunAsync(request, TestContext.Current.CancellationToken);

        account.Made.ShouldBe(1);
        report.IsOk.ShouldBeFalse();
        report.Helpdesks.Single().Error.ShouldNotBeNull().ShouldContain("does not show them (ticket field)");
    }

    private static SettingsReading ReadSettings() => SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(
        BridgeApp.Settings(new Uri("https://acme.zendesk.com"), "unused")
            .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());

    /// <summary>Takes everything and shows nothing.</summary>
    private sealed class ForgetfulAccount : IHelpdeskFactory, IHelpdeskSetup
    {
        public int Made { get; private set; }

        public HelpdeskKind Kind => HelpdeskKind.Zendesk;

        public IHelpdesk Create(string name) => throw new NotSupportedException();

        public IHelpdeskDiagnostics CreateDiagnostics(string name) => throw new NotSupportedException();

        public IHelpdeskSetup CreateSetup(string name) => this;

        public Task<SetupReading> ReadAsync(SetupWishes wishes, CancellationToken cancellationToken) => Task.FromResult(
            new SetupReading(
                SetupPlan.Create(
                    [
                        .. wishes.TicketFields.Select(
                            name => new SetupObject("ticket field", name, null, new Dictionary<string, string>()) { Key = name }),
                    ],
                    []),
                [],
                []));

        public Task<SetupReading> ReadRemovalAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken)
        {
            Made++;
            return Task.FromResult<string?>("1");
        }

        public Task<string?> ReadWebhookSecretAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
