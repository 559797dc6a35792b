using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>What agents and bots ask for, in the playground: back to the bot, one thread, the same person, ratings and transcripts.</summary>
public sealed class PlaygroundBotTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    [Fact]
    public async Task An_agent_gives_the_chat_back_and_the_next_hand_over_goes_on_in_the_same_ticket()
    {
        var ticket = await playground.HandOverAsync("nan");
        await playground.SubmitAsync(ticket, "<p>The bot can do that</p>");
        await playground.GiveBackAsync(ticket);

        await playground.UntilAsync("/api/chat/nan", shown => PlaygroundFixture.Lines(shown, "AgentClosed").Any());
        var ended = await playground.UntilAsync("/api/chat/nan/state", state => (string?)state["phase"] == "ended");
        ((string?)ended["endedBy"], (string?)ended["ticketStatus"]).ShouldBe(("returned", "open"));

        await playground.PostAsync("/api/chat/nan/handover", new { userName = "nan", firstMessage = "me again" });
        var shown = await playground.UntilAsync($"/api/desk/tickets/{ticket}", shown => Find(shown, "me again") is not null);
        shown["ticket"]!["tags"]!.AsArray().Select(tag => (string?)tag).ShouldNotContain("back_to_bot");
        ((string?)(await playground.UntilAsync("/api/chat/nan/state", _ => true))["phase"]).ShouldBe("open");
    }

    [Fact]
    public async Task The_client_rates_the_chat_after_its_end_and_the_desk_shows_it()
    {
        var ticket = await playground.HandOverAsync("oda");
        await playground.SubmitAsync(ticket, "<p>Done</p>", status: "solved");
        await playground.UntilAsync("/api/chat/oda", shown => PlaygroundFixture.Lines(shown, "AgentClosed").Any());

        var answer = await playground.PostAsync("/api/chat/oda/rating", new { score = 4, comment = "quick" });

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"isAccepted\":true");
        var shown = await playground.UntilAsync($"/api/desk/tickets/{ticket}", shown => shown["ticket"]!["fields"]!.AsArray().Count > 0);
        shown["ticket"]!["fields"]!.ToJsonString().ShouldBe("""[{"name":"Rating","value":"4"}]""");
        PlaygroundFixture.Notes(shown).ShouldContain(note => note.Contains("quick", StringComparison.Ordinal));
        ((string?)shown["ticket"]!["status"]).ShouldBe("solved");
        playground.Exchanges.ShouldContain(entry => entry.System == "JAICP" && entry.Path == "/rating" && entry.Status == 200);
    }

    [Fact]
    public async Task By_an_address_that_the_bot_has_verified_the_customer_is_the_one_whom_the_desk_knows()
    {
        var ticket = await playground.HandOverAsync(
            "pia", new { attributes = new { verifiedEmail = "greta@example.com" } }, requester: "Greta Lindqvist");

        var shown = (await playground.UntilAsync($"/api/desk/tickets/{ticket}", _ => true))["ticket"]!;
        ((string?)shown["requester"], (string?)shown["requesterEmail"]).ShouldBe(("Greta Lindqvist", "greta@example.com"));
    }

    [Fact]
    public async Task What_was_said_before_is_an_internal_note_and_the_clients_last_words_are_the_first_comment()
    {
        var said = string.Concat(Enumerable.Repeat("Bot: Please tell me the number of your order.\nClient: I do not have it.\n", 20));

        var ticket = await playground.HandOverAsync("rob", text: $"{said}Client: a person, please");

        var shown = await playground.UntilAsync($"/api/desk/tickets/{ticket}", shown => PlaygroundFixture.Notes(shown).Count > 1);
        var first = shown["comments"]![0]!;
        ((bool)first["isPublic"]!).ShouldBeTrue();
        ((string)first["html"]!).ShouldContain("a person, please");
        ((string)first["html"]!).ShouldNotContain("I do not have it");
        PlaygroundFixture.Notes(shown).ShouldContain(note => note.Contains("I do not have it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notices_are_in_the_language_that_the_bot_has_named_and_notes_in_the_channels()
    {
        var ticket = await playground.HandOverAsync("ulf", new { attributes = new { language = "de-AT" } });
        await playground.SubmitAsync(ticket, "<p>Grüß Gott</p>", status: "solved");

        var chat = await playground.UntilAsync("/api/chat/ulf", shown => PlaygroundFixture.Lines(shown, "AgentClosed").Any());
        var lines = PlaygroundFixture.Lines(chat, "AgentText").Select(line => (string)line["text"]!).ToList();
        lines.ShouldContain(line => line.EndsWith("ist für Sie da.", StringComparison.Ordinal));
        lines.ShouldContain("Der Chat ist beendet. Vielen Dank!");
        var shown = await playground.UntilAsync($"/api/desk/tickets/{ticket}", shown => PlaygroundFixture.Notes(shown).Count > 0);
        PlaygroundFixture.Notes(shown)[0].ShouldContain("What the bot knows");
    }

    [Fact]
    public async Task The_bridges_reports_have_the_chats_their_ends_and_ratings()
    {
        var ticket = await playground.HandOverAsync("vic");
        await playground.SubmitAsync(ticket, "<p>Done</p>", status: "solved");
        await playground.UntilAsync("/api/chat/vic", shown => PlaygroundFixture.Lines(shown, "AgentClosed").Any());
        await playground.PostAsync("/api/chat/vic/rating", new { score = 5 });

        var total = (await playground.UntilAsync("/api/bridge/reports", report => (int)report["total"]!["ratings"]!["count"]! > 0))["total"]!;
        ((int)total["endedBy"]!["agent"]! > 0, (int)total["firstReply"]!["count"]! > 0).ShouldBe((true, true));
        var bridge = await playground.UntilAsync("/api/bridge", _ => true);
        ((string)bridge["reportsUrl"]!).ShouldBe(((string)bridge["adminUrl"]!) + "/reports");
    }

    private static JsonNode? Find(JsonNode shown, string text) =>
        shown["comments"]!.AsArray().FirstOrDefault(comment => ((string)comment!["html"]!).Contains(text, StringComparison.Ordinal));
}
