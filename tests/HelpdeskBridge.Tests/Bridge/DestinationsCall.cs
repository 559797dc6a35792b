using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>getDestinations, as JAICP calls it.</summary>
internal static class DestinationsCall
{
    /// <summary>Each destination and whether somebody is there, such as "42=True 43=False".</summary>
    public static async Task<string> OnlineAsync(BridgeFixture bridge)
    {
        var answer = await bridge.App.Http.GetStringAsync(new Uri(bridge.App.OperatorUrl, "getDestinations"), TestContext.Current.CancellationToken);
        return string.Join(' ', JsonNode.Parse(answer)!["destinations"]!.AsArray().Select(d => $"{d!["destinationId"]}={(bool)d["hasOnline"]!}"));
    }

    /// <summary>
    /// Asks until the answer is this, and then goes on; what is read behind the answers may take its time, so the clock goes on slowly.
    /// </summary>
    public static async Task AskUntilAsync(BridgeFixture bridge, string expected, int stepSeconds = 1) =>
        (await AskUntilAsync(bridge, answer => answer == expected, stepSeconds)).ShouldBe(expected);

    /// <summary>Asks until a condition holds.</summary>
    /// <returns>The last answer.</returns>
    public static async Task<string> AskUntilAsync(BridgeFixture bridge, Func<string, bool> condition, int stepSeconds = 1)
    {
        for (var i = 1; ; i++)
        {
            var answer = await OnlineAsync(bridge);
            if (condition(answer) || i == 1000)
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            if (i % 20 == 0)
                bridge.Clock.Advance(TimeSpan.FromSeconds(stepSeconds));
        }
    }
}
