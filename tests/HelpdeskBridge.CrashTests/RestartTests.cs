using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests;

/// <summary>kill -9 while the service starts and while it stops.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Killed_while_the_store_is_created()
    {
        await using var scenario = new ChatScenario(await TestEnvironment.CreateAsync());
        var environment = scenario.Environment;
        var isListening = false;
        for (var (kills, size) = (0, 0L); kills < 8 && !isListening; kills++)
        {
            var service = environment.LaunchService();
            var before = size;
            var isReached = await Poll.UntilAsync(
                () => (size = environment.Store.GetSize()) > before || IsListening(service.Output), Poll.StepTimeout);
            isReached.ShouldBeTrue($"neither did the store grow nor did the service listen:\n{service.Output}");
            isListening = IsListening(service.Output);
            await environment.KillServiceAsync();
        }

        await environment.StartServiceAsync();
        await environment.RegisterWebhookAsync();
        await scenario.OpenChatAsync();
        await scenario.ReplyAndWaitAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task Killed_again_and_again_before_it_listens()
    {
        // The log of the silo shows how far the start is.
        await using var scenario = await ChatScenario.StartAsync(("Serilog:MinimumLevel:Override:Orleans", "Debug"));
        (await scenario.Chat.SendTextAsync()).ShouldBeTrue();
        foreach (var logLines in new[] { 0, 1, 10, 25, 50, 100 })
        {
            await scenario.Environment.KillServiceAsync();
            var service = scenario.Environment.LaunchService();
            await scenario.WaitUntilAsync(
                $"the service has logged {logLines} lines", () => CountLines(service.Output) >= logLines || IsListening(service.Output));
        }

        await scenario.Environment.KillServiceAsync();
        await scenario.Environment.StartServiceAsync();
        await scenario.ShouldKeepTheInvariantAsync();
        scenario.Environment.Zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_again_and_again_after_it_listens_while_messages_wait()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        await scenario.Environment.Zendesk.StopListeningAsync();
        for (var i = 0; i < 3; i++)
            (await scenario.Chat.SendTextAsync()).ShouldBeTrue();
        await scenario.Environment.Zendesk.StartListeningAsync();
        scenario.Chat.Reply(scenario.Ticket, isChatKnownOpen: true).ShouldBeTrue();
        for (var exchanges = 0; exchanges < 4; exchanges++)
        {
            await scenario.Environment.KillServiceAsync();
            await scenario.Environment.StartServiceAsync();
            var before = scenario.Environment.Journal.Entries.Count;
            await scenario.WaitUntilAsync(
                $"the restarted service has made {exchanges} requests", () => scenario.Environment.Journal.Entries.Count >= before + exchanges);
        }

        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task Killed_while_it_stops_after_SIGTERM()
    {
        await using var scenario = await ChatScenario.StartAsync();
        var environment = scenario.Environment;
        await scenario.OpenChatAsync();
        Func<Task<bool>>[] killPoints =
        [
            () => Task.FromResult(true),
            () => Task.FromResult(environment.Service.Output.Contains("Application is shutting down", StringComparison.Ordinal)),
            async () => !await environment.IsServiceListeningAsync(),
        ];
        foreach (var isReached in killPoints)
        {
            for (var text = 0; text < 3; text++)
                (await scenario.Chat.SendTextAsync()).ShouldBeTrue();
            scenario.Chat.Reply(scenario.Ticket, isChatKnownOpen: true).ShouldBeTrue();
            var ending = environment.TerminateServiceAsync();
            (await Poll.UntilAsync(isReached, Poll.StepTimeout)).ShouldBeTrue("the service did not react to SIGTERM");
            await environment.KillServiceAsync();
            await ending;
            await environment.StartServiceAsync();
        }

        await scenario.ShouldKeepTheInvariantAsync();
    }

    [Fact]
    public async Task Stopped_by_SIGTERM_and_started_again()
    {
        await using var scenario = await ChatScenario.StartAsync();
        await scenario.OpenChatAsync();
        for (var text = 0; text < 5; text++)
            (await scenario.Chat.SendTextAsync()).ShouldBeTrue();
        scenario.Chat.Reply(scenario.Ticket, isChatKnownOpen: true).ShouldBeTrue();
        (await scenario.Environment.TerminateServiceAsync()).ShouldBe(0);
        await scenario.Environment.StartServiceAsync();
        await scenario.ShouldKeepTheInvariantAsync();
    }

    private static bool IsListening(string log) => log.Contains("Now listening on", StringComparison.Ordinal);

    private static int CountLines(string log) => log.Length == 0 ? 0 : log.Split('\n').Length;
}
