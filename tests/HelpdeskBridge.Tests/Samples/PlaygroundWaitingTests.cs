using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>Clients whom nobody answers, in a playground in which no other chat waits.</summary>
public sealed class PlaygroundWaitingTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    [Fact]
    public async Task A_chat_that_nobody_takes_goes_to_the_second_group()
    {
        var first = await playground.HandOverAsync("sam");

        var shown = await playground.UntilAsync($"/api/desk/tickets/{first}", shown => (string?)shown["ticket"]!["priority"] == "high");

        var billing = (await playground.UntilAsync("/api/desk", _ => true))["groups"]![1]!;
        ((string?)billing["name"], (string?)shown["ticket"]!["groupId"]).ShouldBe(("Billing", (string?)billing["id"]));
        shown["ticket"]!["tags"]!.AsArray().Select(tag => (string?)tag).ShouldContain("waited_long");
        PlaygroundFixture.Notes(shown).ShouldContain(note => note.Contains("Nobody has answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_whose_agents_have_as_many_tickets_as_they_take_is_not_offered_as_online()
    {
        var billing = (await playground.UntilAsync("/api/desk", _ => true))["groups"]![1]!;
        await playground.PostAsync("/api/desk/capacity", new { tickets = 1 });
        ((int?)(await playground.UntilAsync("/api/desk", _ => true))["capacity"]).ShouldBe(1);
        var handOver = new { userName = "uma", destinationId = (string)billing["id"]!, firstMessage = "Hello" };
        await playground.PostAsync("/api/chat/uma/handover", handOver);
        var desk = await playground.UntilAsync(
            "/api/desk", shown => shown["tickets"]!.AsArray().Any(ticket => (string?)ticket!["requester"] == "uma"));

        // The only agent of the group becomes the assignee.
        await playground.SubmitAsync((long)desk["tickets"]!.AsArray().First(ticket => (string?)ticket!["requester"] == "uma")!["id"]!, "<p>Hi</p>");

        // The bridge looks again after half a minute.
        await playground.UntilAsync(
            "/api/destinations", groups => IsOffered(groups, "Support") == true && IsOffered(groups, "Billing") == false, TimeSpan.FromSeconds(1));

        // Until the bridge has read the groups it knows the default one alone.
        static bool? IsOffered(JsonNode groups, string name) =>
            (bool?)groups.AsArray().SingleOrDefault(group => (string?)group!["name"] == name)?["hasOnline"];
    }
}
