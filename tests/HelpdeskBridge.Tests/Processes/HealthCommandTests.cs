using HelpdeskBridge.Hosting;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace HelpdeskBridge.Tests.Processes;

/// <summary><c>-- health</c>, the health check of the container image. Runs alone, because the command writes to the process's console.</summary>
[Collection(nameof(CheckCommandTests))]
public sealed class HealthCommandTests
{
    [Fact]
    public async Task It_tells_whether_the_service_is_ready_and_why_not()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        string[] command = ["health", $"--urls={bridge.App.Url}"];

        var ready = await CommandRun.RunAsync(command);
        (ready.ExitCode, ready.Error).ShouldBe((0, ""));
        ready.Output.ShouldContain("The store takes writes.");

        using (bridge.App.LockStore())
        {
            var locked = await CommandRun.RunAsync(command);
            locked.ExitCode.ShouldBe(1);

            // On a busy machine, the time for an answer may be over before the store says that it is locked.
            locked.Output.ShouldContain(": look at Storage:ConnectionString, ");
        }

        var url = bridge.App.Url;
        await bridge.App.StopAsync();
        var stopped = await CommandRun.RunAsync("health", "--url", url.ToString());
        (stopped.ExitCode, stopped.Output).ShouldBe((1, ""));
        stopped.Error.ShouldStartWith($"No answer at {url}: ");
    }

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:5085")]
    [InlineData("http://+:5085", "", "http://127.0.0.1:5085")]
    [InlineData("http://0.0.0.0:80;https://*:443", null, "http://127.0.0.1:80")]
    [InlineData("http://[::]:8080", null, "http://127.0.0.1:8080")]
    [InlineData("http://10.1.2.3:8080/", "9090", "http://10.1.2.3:8080")]
    [InlineData(null, "8080;8081", "http://127.0.0.1:8080")]
    public void It_asks_where_the_settings_say_that_the_service_listens(string? urls, string? ports, string address) =>
        HealthCommand.FindAddress(new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls), new("http_ports", ports)]).Build())
            .ShouldBe(address);
}
