using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>The helpdesk refuses a user for the client. The words arrive all the same.</summary>
public sealed class RefusedUserTests
{
    private const string NameRefused = """{"error":"RecordInvalid","details":{"name":[{"description":"Name: is invalid"}]}}""";

    [Fact]
    public async Task A_user_whose_name_is_refused_gets_another_name_once()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Users.Next(new Answer(422, NameRefused));
        await bridge.HandOverAsync(name: "\u202EAnn");
        await bridge.SendTextAsync("Hello");
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.Users.Calls.Select(call => (string)call.Json["user"]!["name"]!).Last().ShouldBe($"shop {BridgeFixture.User}");
        bridge.Zendesk.Users.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Written.ShouldBe(["Hello", "More"]);
    }

    [Fact]
    public async Task A_known_user_whose_new_name_is_refused_keeps_the_old_one()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync();
        bridge.Zendesk.HasGroups((360001234567, "Sales"));
        bridge.Zendesk.Users.Usually(new Answer(422, NameRefused));
        await bridge.HandOverAsync(name: "\u202EAnn");
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("And more");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Users.Calls.Count.ShouldBe(2);
        bridge.Zendesk.Updates.Calls.Where(call => call.Ticket["comment"]!["author_id"] is not null)
            .ShouldAllBe(call => (long)call.Ticket["comment"]!["author_id"]! == ZendeskStub.FirstUser);
        bridge.Zendesk.Written[^1].ShouldBe("And more");
    }

    [Fact]
    public async Task Without_any_user_the_words_stand_under_the_bridges_name_and_name_the_client()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        bridge.Zendesk.AcceptsTickets();
        bridge.Zendesk.Users.Usually(new Answer(422, NameRefused));
        await bridge.HandOverAsync();
        await bridge.SendTextAsync("Hello {{ticket.id}} **bold**");
        await bridge.DeliveredAsync("OpenTicket");
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        string[] words = ["Hello \\{{ticket.id}} **bold**", "More"];
        bridge.Zendesk.Written.ShouldBe(words.Select(text => $"`Ann` (`{BridgeFixture.User}`) wrote:\n\n```\n{text}\n```"));
        var ticket = bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem().Ticket;
        foreach (var member in new[] { "requester_id", "submitter_id" })
            ticket.AsObject().ContainsKey(member).ShouldBeFalse(member);
        ((bool)ticket["comment"]!["public"]!).ShouldBeTrue();
        bridge.Log.DeadLetters("OpenTicket").ShouldBe(0);

        // As soon as a user is accepted, the client has one.
        bridge.Zendesk.KnowsUsers();
        await bridge.SendTextAsync("Again");
        await bridge.DeliveredAsync("ClientText", 2);
        ((long)bridge.Zendesk.Updates.Calls[^1].Ticket["comment"]!["author_id"]!).ShouldBe(ZendeskStub.FirstUser);
        bridge.Zendesk.Written[^1].ShouldBe("Again");
    }
}
