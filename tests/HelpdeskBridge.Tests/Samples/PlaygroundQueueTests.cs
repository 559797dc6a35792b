using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>Clients who wait in the queue of one group.</summary>
public sealed class PlaygroundQueueTests(PlaygroundQueueTests.Fixture playground) : IClassFixture<PlaygroundQueueTests.Fixture>
{
    [Fact]
    public async Task Clients_see_their_place_in_the_queue()
    {
        await playground.HandOverAsync("sam");
        await playground.HandOverAsync("tea");
        (await PositionAsync("sam"), await PositionAsync("tea")).ShouldBe((1, 2));
        await playground.UntilAsync("/api/chat/tea", chat => PlaygroundFixture.Lines(chat, "AgentText")
            .Any(line => ((string)line["text"]!).Contains("You are number 2 in the queue", StringComparison.Ordinal)));
    }

    private async Task<int?> PositionAsync(string user) => (int?)(await playground.UntilAsync(
        $"/api/chat/{user}/state", state => state["position"] is JsonValue))["position"];

    /// <summary>The playground goes by the real clock. However busy the machine is, nobody leaves the queue meanwhile.</summary>
    public sealed class Fixture : PlaygroundFixture
    {
        protected override TimeSpan? EscalateAfter => TimeSpan.FromHours(1);
    }
}
