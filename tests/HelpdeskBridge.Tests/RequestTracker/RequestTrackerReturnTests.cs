using System.Text.Json;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Tickets;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>An agent gives the chat back to the bot by the value of a custom field.</summary>
public sealed class RequestTrackerReturnTests
{
    private const long Ticket = RequestTrackerStub.FirstTicket;
    private const string Setting = "Channels:shop:ReturnToBot:Tag";
    private static readonly (string, string?)[] Reused = [(Setting, "Plan=bot"), ("Channels:shop:Ticket:Reuse", "WhileOpen")];

    [Theory]
    [InlineData("Plan=bot")]
    [InlineData("plan = Bot")]
    [InlineData("2=bot")]
    public async Task Only_the_field_that_the_settings_name_gives_the_chat_back(string tag)
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync((Setting, tag));
        fixture.Data.Update(Ticket, ticket => ticket with { BridgeId = "bot", Plan = "Gold" });
        fixture.Data.Correspond(Ticket, "Hi");
        await fixture.UntilHeardAsync(1);
        await fixture.PollAsync(2);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi"]);

        fixture.Data.Update(Ticket, ticket => ticket with { Plan = "BOT" });
        fixture.Data.Correspond(Ticket, "The bot can do the rest");
        await fixture.UntilHeardAsync(3);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Hi", "TextMessage The bot can do the rest", "Closed"]);
    }

    /// <summary>As the setting was written before it could name a field.</summary>
    [Fact]
    public async Task A_value_without_a_field_gives_the_chat_back_in_any_field()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync((Setting, "bot"));
        fixture.Data.Update(Ticket, ticket => ticket with { BridgeId = "bot" });
        fixture.Data.Correspond(Ticket, "The bot can do the rest");
        await fixture.UntilHeardAsync(2);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage The bot can do the rest", "Closed"]);
    }

    [Fact]
    public async Task The_value_that_gave_the_last_chat_back_is_taken_away_before_the_next_one_begins()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(Reused);
        await ReturnAsync(fixture);
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.Queue);
        await fixture.Bridge.DeliveredAsync("MoveTicket");
        fixture.Data.Correspond(Ticket, "Here I am");
        await fixture.UntilHeardAsync(3);
        await fixture.PollAsync(2);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage The bot can do the rest", "Closed", "TextMessage Here I am"]);
        fixture.Data.Tickets.Single().Plan.ShouldBeNull();
        fixture.Rt.TicketChanges.Calls.ShouldHaveSingleItem().Json.ShouldBeJson("""{"CustomFields":{"2":[]}}""");
    }

    /// <summary>The feed is read so rarely that the hand-over comes first.</summary>
    [Fact]
    public async Task A_hand_over_before_the_bridge_has_read_the_value_takes_it_away_and_the_chat_stays_with_the_agents()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync((Setting, "Plan=bot"));
        fixture.Data.Update(Ticket, ticket => ticket with { Plan = "bot" });
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.DeliveredAsync("MoveTicket");
        fixture.Data.Correspond(Ticket, "Here I am");
        await fixture.UntilHeardAsync(1);
        await fixture.PollAsync(2);

        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage Here I am"]);
        (fixture.Data.Tickets.Single().Plan, fixture.Data.Tickets.Single().Queue).ShouldBe((null, RequestTrackerFixture.OtherQueue));
    }

    [Fact]
    public async Task A_value_that_is_not_taken_away_is_named_in_readiness_and_costs_no_hand_over()
    {
        await using var fixture = await RequestTrackerFixture.WithOpenChatAsync(Reused);
        await ReturnAsync(fixture);
        fixture.Data.HasPlan = false;
        await fixture.Bridge.HandOverAsync(destination: RequestTrackerFixture.OtherQueue);
        await fixture.Bridge.DeliveredAsync("MoveTicket");

        (fixture.Data.Tickets.Single().Plan, fixture.Data.Tickets.Single().Queue).ShouldBe(("bot", RequestTrackerFixture.OtherQueue));
        var ready = await fixture.Bridge.App.Http.GetStringAsync(
            new Uri(fixture.Bridge.App.Url, "/health/ready"), TestContext.Current.CancellationToken);
        ready.ShouldContain("did not take custom fields");

        // It is older than the hand-over, so it does not end the chat either.
        fixture.Data.Correspond(Ticket, "Here I am");
        await fixture.UntilHeardAsync(3);
        await fixture.PollAsync(2);
        fixture.Bridge.Jaicp.EventSummaries.ShouldBe(["TextMessage The bot can do the rest", "Closed", "TextMessage Here I am"]);
    }

    [Theory]
    [InlineData("Chat=bot", """{"7":["vip"]}""")]
    [InlineData("7=vip", """{"7":["Bot"]}""")]
    [InlineData("Other=bot", """{"8":[]}""")]
    [InlineData("Chat=x", null)]
    [InlineData("bot", null)]
    public void Other_values_of_the_field_stay(string tag, string? remaining)
    {
        const string fields = """[{"id":"7","name":"chat","values":["Bot",null,"vip"]},{"id":"8","name":"Other","values":["bot"]}]""";
        var ticket = JsonSerializer.Deserialize<RtTicket>($$"""{"id":701,"CustomFields":{{fields}}}""", RequestTrackerJson.Options)!;

        JsonSerializer.Serialize(CustomFields.FindWithoutTag(ticket, tag)?.CustomFields, RequestTrackerJson.Options).ShouldBe(remaining ?? "null");
    }

    private static async Task ReturnAsync(RequestTrackerFixture fixture)
    {
        fixture.Data.Update(Ticket, ticket => ticket with { Plan = "bot" });
        fixture.Data.Correspond(Ticket, "The bot can do the rest");
        await fixture.UntilHeardAsync(2);
        await fixture.Bridge.DeliveredAsync("Returned");
    }
}
