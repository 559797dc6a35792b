using HelpdeskBridge.Operations;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class NewerStoreCommandTests
{
    [Fact]
    public async Task Starting_on_a_store_of_a_newer_version_says_so_and_is_exit_code_2()
    {
        using var store = OldStore.Of("V001");
        await store.ExecuteAsync("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('HelpdeskBridge.Storage.Migrations.V999_Future.sql', '2027-01-01')");
        var settings = new Dictionary<string, string?>(GivenSettings.Required()) { ["urls"] = "http://127.0.0.1:0", ["Storage:ConnectionString"] = store.ConnectionString };
        var error = Console.Error;
        await using var captured = new StringWriter();
        try
        {
            Console.SetError(captured);
            var exitCode = await CommandLine.RunAsync(["--environment=Testing", .. settings.Select(pair => $"--{pair.Key}={pair.Value}")], args => Program.Build(args));

            exitCode.ShouldBe(2);
        }
        finally
        {
            Console.SetError(error);
        }

        captured.ToString().ShouldStartWith("The store was written by a newer version of Helpdesk Bridge");
        captured.ToString().ShouldNotContain("   at ");
    }
}
