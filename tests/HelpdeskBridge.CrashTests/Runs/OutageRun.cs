using System.Globalization;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>Clients write while the helpdesk is down. Everything is delivered when it is back.</summary>
internal static class OutageRun
{
    private const int MessagesPerChat = 10;
    private static readonly TimeSpan BudgetWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(20);

    /// <param name="chatCount">How many clients write.</param>
    /// <param name="budget">The requests the service may send in a minute.</param>
    public static async Task RunAsync(int chatCount, int budget)
    {
        await using var environment = await TestEnvironment.StartAsync(settings: new()
        {
            ["Helpdesks:main:RequestsPerMinute"] = budget.ToString(CultureInfo.InvariantCulture),
            ["Helpdesks:main:ReconcileEvery"] = "01:00:00",
        });
        environment.Zendesk.Webhook = null;
        var chats = Enumerable.Range(1, chatCount).Select(number => new ChatParticipants(environment, $"u{number}")).ToList();

        await environment.Zendesk.StopListeningAsync();
        foreach (var chat in chats)
            (await chat.SelectDestinationAsync()).ShouldBeTrue();
        for (var i = 0; i < MessagesPerChat; i++)
        {
            foreach (var chat in chats)
                (await (i % 5 == 4 ? chat.SendFileAsync() : chat.SendTextAsync())).ShouldBeTrue();
        }

        await environment.Zendesk.StartListeningAsync();
        var upAgainAt = TimeProvider.System.GetUtcNow();
        await environment.ShouldCompleteAsync(chats, Timeout);
        PrintPace(environment, chatCount, budget, upAgainAt);
    }

    /// <summary>
    /// Prints how the service used its budget: a whole budget may go at once, then one request whenever another is a minute old. This is not
    /// asserted, because the machine decides when a request arrives. <c>RequestBudgetTests</c> tests that the budget is kept.
    /// </summary>
    private static void PrintPace(TestEnvironment environment, int chatCount, int budget, DateTimeOffset upAgainAt)
    {
        var sent = environment.GetZendeskRequests().Select(entry => entry.At).Where(at => at >= upAgainAt).Order().ToList();
        var (duration, shortest) = (sent[^1] - upAgainAt, BudgetWindow * ((sent.Count - 1) / budget));
        var most = sent.Max(from => sent.Count(at => at >= from && at < from + BudgetWindow));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{chatCount * MessagesPerChat} messages of {chatCount} chats: {sent.Count} requests in {duration.TotalSeconds:0.0} s "
            + $"at a budget of {budget} a minute, which allows them in {shortest.TotalSeconds:0} s: {shortest / duration:P0}; "
            + $"at most {most} in any minute");
    }
}
