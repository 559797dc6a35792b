using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Starts on a store that can't be used. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class StoreCommandTests
{
    [Fact]
    public async Task Starting_where_no_store_can_be_says_so_and_is_exit_code_1()
    {
        var file = Path.GetTempFileName();
        var (exitCode, _, error) = await StartAsync($"Data Source={Path.Combine(file, "bridge.db")}");
        File.Delete(file);

        exitCode.ShouldBe(1);
        error.ShouldStartWith("The store can't be opened: look at Storage:ConnectionString");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Starting_on_a_store_of_a_newer_version_says_so_and_is_exit_code_2()
    {
        using var store = OldVersionStore.Create("V001");
        await store.ExecuteAsync(OldVersionStore.InsertFutureMigration);

        var (exitCode, _, error) = await StartAsync(store.ConnectionString);

        exitCode.ShouldBe(2);
        error.ShouldStartWith("The store was written by a newer version of Helpdesk Bridge");
        error.ShouldNotContain("   at ");
    }

    private static Task<CommandRun> StartAsync(string connectionString) => CommandRun.StartAsync(
        new Dictionary<string, string?>(TestSettings.Required()) { ["Storage:ConnectionString"] = connectionString });
}
