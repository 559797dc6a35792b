using System.Globalization;
using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>
/// Answers are lost, the bridge is killed, Request Tracker is killed: what was accepted is there once, in order, in one ticket of one user, and
/// nothing comes back as an answer. Read from Request Tracker's own history.
/// </summary>
public sealed class LostAnswerTests(RequestTrackerServer server) : RequestTrackerTest(server)
{
    private const string Trait = "Category";
    private const string Long = "Long";

    [Fact]
    public async Task With_half_of_the_answers_lost_each_message_is_there_once_and_in_order()
    {
        await using var proxy = new LostAnswers(Server.Url, share: 0.5, seed: 7);
        await using var bridge = await LiveBridge.StartAsync(Server, proxy.Url);
        var user = NewUser();
        await SendAsync(bridge.Jaicp, user, 0, 3);
        await CheckAsync(bridge.Jaicp, user, 3, answers: 0);
        proxy.Lost.ShouldBeGreaterThan(0);
    }

    /// <summary>Minutes of real time: after each lost answer the bridge waits for 15 seconds before it sends again what it does not find.</summary>
    [Fact(Explicit = true)]
    [Trait(Trait, Long)]
    public async Task After_20_kills_of_the_bridge_3_of_Request_Tracker_and_lost_answers_everything_is_there_once_and_in_order()
    {
        const int kills = 20;
        string[] users = [.. Enumerable.Range(0, 4).Select(_ => NewUser())];
        await using var proxy = new LostAnswers(Server.Url, share: 0.1, seed: 11);
        await using var bridge = await LiveBridge.StartAsync(Server, proxy.Url);
        for (var kill = 0; kill < kills; kill++)
        {
            foreach (var user in users)
                await SendAsync(bridge.Jaicp, user, kill * 2, 2);
            await Task.Delay(TimeSpan.FromMilliseconds(kill * 137 % 1500), TimeProvider.System, TestContext.Current.CancellationToken);
            if (kill % 7 == 3)
                await Server.KillAndRestartAsync();
            await bridge.KillAndRestartAsync();
            if (kill == 10)
                await AnswerAsync(users);
        }

        foreach (var user in users)
            await CheckAsync(bridge.Jaicp, user, kills * 2, answers: 1);
        bridge.Jaicp.Violations.ShouldBeEmpty();
    }

    private async Task AnswerAsync(string[] users)
    {
        foreach (var user in users)
            await Server.Olga.CorrespondAsync(await GetTicketAsync(user), $"answer to {user}");
    }

    private static async Task SendAsync(SimulatedJaicp jaicp, string user, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            if (number == 0)
                (await jaicp.SelectDestinationAsync(user, userName: "Ann")).IsAccepted.ShouldBeTrue();
            (await jaicp.SendTextAsync(user, GetText(number))).IsAccepted.ShouldBeTrue();
        }
    }

    private async Task CheckAsync(SimulatedJaicp jaicp, string user, int count, int answers)
    {
        var ticketId = await GetTicketAsync(user);
        await UntilAsync(
            async () => (await ReadWordsAsync(ticketId)).Contains(GetText(count - 1), StringComparison.Ordinal), $"the last words of {user}");
        await UntilAsync(() => jaicp.AgentTexts(user).Count >= answers, $"the answers to {user}");
        (await ReadWordsAsync(ticketId)).Split('\n').Select(WithoutTime).ShouldBe(Enumerable.Range(0, count).Select(GetText));
        (await FindTicketsAsync(user)).ShouldBe([ticketId]);
        jaicp.AgentTexts(user).ShouldBe(Enumerable.Repeat($"answer to {user}", answers));
    }

    /// <summary>A late text begins with its time.</summary>
    private static string WithoutTime(string line) => line.StartsWith('[') ? line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..] : line;

    /// <summary>Texts that wait together become one message, each on its line.</summary>
    private static string GetText(int number) => string.Create(CultureInfo.InvariantCulture, $"text {number:000}");
}
