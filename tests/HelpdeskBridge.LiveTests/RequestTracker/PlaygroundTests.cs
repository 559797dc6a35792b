using System.Net.Http.Headers;
using System.Text;
using HelpdeskBridge.Playground;
using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>The playground with a Request Tracker of its own as the desk (<c>-- --request-tracker</c>).</summary>
public sealed class PlaygroundTests
{
    private const string User = "visitor";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_signs_in_to_the_real_desk_and_answers_the_client()
    {
        RequestTrackerServer.SkipUnlessInstalled();
        await using var world = await PlaygroundHost.StartAsync(withRequestTracker: true);
        var desk = world.RequestTracker.ShouldNotBeNull();
        await world.Jaicp.HandOverAsync(User, userName: "Ann", attributes: new { plan = "Gold" }, firstMessage: "Where is my order?");

        // As the visitor does on the web page, with the name and the password that the playground shows.
        using var agent = new HttpClient { BaseAddress = new Uri(desk.Url, "/REST/2.0/") };
        agent.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{desk.AgentName}:{desk.AgentPassword}")));
        await UntilAsync(async () => (await agent.GetAsync(new Uri("ticket/1", UriKind.Relative), Cancellation)).IsSuccessStatusCode);
        using var words = new StringContent("""{"Content":"On its way","ContentType":"text/plain"}""", Encoding.UTF8, "application/json");
        using var answer = await agent.PostAsync(new Uri("ticket/1/correspond", UriKind.Relative), words, Cancellation);
        answer.EnsureSuccessStatusCode();

        await UntilAsync(() => Task.FromResult(
            world.Jaicp.Transcript(User).Any(line => line is { Kind: TranscriptKind.AgentText, Text: "On its way" })));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }
}
