using System.Globalization;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Storage;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>Two processes that were started by mistake on one PostgreSQL store, without a cluster.</summary>
public sealed class SingleProcessTests(PostgreSqlFixture postgreSql) : ProcessTest
{
    [Fact]
    public async Task A_second_process_does_not_start_and_names_the_setting_while_a_restart_after_kill_9_does()
    {
        var settings = BridgeApp.Settings(Zendesk.Url, Folder);
        settings["Channels:shop:DefaultDestination"] = Zendesk.Groups[0].Id.ToString(CultureInfo.InvariantCulture);
        settings["Storage:Provider"] = "PostgreSql";
        settings["Storage:ConnectionString"] = await postgreSql.CreateEmptyAsync();
        await using var first = await BridgeProcess.StartAsync(settings);

        var refused = await Should.ThrowAsync<InvalidOperationException>(() => BridgeProcess.StartAsync(settings));
        refused.Message.ShouldStartWith("The process ended with 2:");
        refused.Message.ShouldContain("set Cluster:Provider PostgreSql in all processes");

        await first.KillAsync();
        await using var restarted = await BridgeProcess.StartAsync(settings);
    }
}
