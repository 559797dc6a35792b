using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>getDestinations, as JAICP calls it.</summary>
internal static class DestinationsCall
{
    /// <summary>Each destination and whether somebody is online there, in the order of the answer.</summary>
    public static async Task<IReadOnlyList<ListedDestination>> GetAsync(BridgeFixture bridge)
    {
        var answer = await bridge.App.Http.GetStringAsync(new Uri(bridge.App.OperatorUrl, "getDestinations"), TestContext.Current.CancellationToken);
        return
        [
            .. JsonNode.Parse(answer)!["destinations"]!.AsArray().Select(destination => new ListedDestination(
                long.Parse((string)destination!["destinationId"]!, CultureInfo.InvariantCulture), (bool)destination["hasOnline"]!)),
        ];
    }

    /// <summary>Asks until the answer is this.</summary>
    public static Task AskUntilAsync(BridgeFixture bridge, params ListedDestination[] expected) => AskUntilAsync(bridge, stepSeconds: 1, expected);

    /// <summary>
    /// Asks until the answer is this. What is read to answer the next call may take a while, so the bridge's clock moves only at every
    /// twentieth call, by <paramref name="stepSeconds"/>.
    /// </summary>
    public static async Task AskUntilAsync(BridgeFixture bridge, int stepSeconds, params ListedDestination[] expected) =>
        (await AskUntilAsync(bridge, answer => answer.SequenceEqual(expected), stepSeconds)).ShouldBe(expected);

    /// <summary>Asks until a condition holds.</summary>
    /// <returns>The first answer for which it does.</returns>
    public static async Task<IReadOnlyList<ListedDestination>> AskUntilAsync(
        BridgeFixture bridge, Func<IReadOnlyList<ListedDestination>, bool> condition, int stepSeconds = 1,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        for (var i = 1; ; i++)
        {
            var answer = await GetAsync(bridge);
            if (condition(answer))
                return answer;
            i.ShouldBeLessThan(1000, $"{what}; the last answer: {string.Join(", ", answer)}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            if (i % 20 == 0)
                bridge.Clock.Advance(TimeSpan.FromSeconds(stepSeconds));
        }
    }
}
