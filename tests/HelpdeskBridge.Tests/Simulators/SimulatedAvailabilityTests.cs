using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Who is there and when, as the simulated helpdesk tells it, and as the bridge understands that.</summary>
public sealed class SimulatedAvailabilityTests
{
    [Fact]
    public async Task What_the_account_does_not_offer_is_refused()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var group = $"/api/v2/account_groups/availability/{zendesk.Groups[0].Id}";
        (await client.GetAsync(group)).Json.GetProperty("channel_group_statuses").GetProperty("support").GetProperty("state_counts")
            .GetProperty("online").GetInt32().ShouldBe(2);

        zendesk.Availability = AvailabilityOffer.None;
        (await client.GetAsync(group)).Status.ShouldBe(404);
        (await client.GetAsync("/api/v2/agent_availabilities?page[size]=100")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_schedule_has_its_week_and_its_holidays()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        zendesk.SetSchedule(new SimulatedSchedule(
            5, "Pacific Time (US & Canada)", (1980, 2460))
        { Holidays = [(new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 26))] });

        var schedule = (await client.GetAsync("/api/v2/business_hours/schedules/5")).Json.GetProperty("schedule");
        schedule.GetProperty("time_zone").GetString().ShouldBe("Pacific Time (US & Canada)");
        schedule.GetProperty("intervals")[0].GetProperty("start_time").GetInt32().ShouldBe(1980);
        var holiday = (await client.GetAsync("/api/v2/business_hours/schedules/5/holidays")).Json.GetProperty("holidays")[0];
        (holiday.GetProperty("start_date").GetString(), holiday.GetProperty("end_date").GetString()).ShouldBe(("2026-12-24", "2026-12-26"));
        (await client.GetAsync("/api/v2/business_hours/schedules/6")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(AvailabilityOffer.ByGroup)]
    [InlineData(AvailabilityOffer.ByAgent)]
    public async Task The_bridge_sees_agents_come_and_go_in_either_way(AvailabilityOffer offer)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        zendesk.Availability = offer;
        zendesk.SetAgentOnline(zendesk.Agents[1].Id, false);
        var (support, billing) = (zendesk.Groups[0].Id, zendesk.Groups[1].Id);
        await using var bridge =
            await BridgeApp.StartAsync(zendesk.Url, s => s["Channels:shop:DefaultDestination"] = support.ToString(CultureInfo.InvariantCulture));

        await AskUntilAsync(bridge, (support, true), (billing, false));
        zendesk.SetAgentOnline(zendesk.Agents[1].Id, true);
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        await AskUntilAsync(bridge, (support, true), (billing, true));
    }

    /// <param name="capacity">Null: an account without omnichannel routing.</param>
    /// <param name="hasRoom">Whether there is room beside one chat.</param>
    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    public async Task The_bridge_sees_who_has_room_for_one_more_chat(int? capacity, bool hasRoom)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        var agents = zendesk.Agents.Where(agent => agent.GroupIds.Contains(zendesk.Groups[0].Id)).ToList();
        foreach (var agent in zendesk.Agents.Where(agent => agent.Id != agents[0].Id))
            zendesk.SetAgentOnline(agent.Id, false);
        (zendesk.AgentCapacity, zendesk.Availability) = (capacity, AvailabilityOffer.ByAgent);
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp, ("Channels:shop:CountCapacity", "true"));
        await AskFirstUntilAsync(true);
        var ticket = await ConnectedBridge.HandOverAsync(zendesk, jaicp);
        zendesk.AgentReply(ticket, "Hi", agentId: agents[0].Id);
        await Wait.UntilAsync(() => jaicp.Events.Count >= 1);
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        await AskFirstUntilAsync(hasRoom);
        zendesk.SetStatus(ticket, TicketStatus.Solved);
        await Wait.UntilAsync(() => jaicp.Events.Count >= 2);
        bridge.Clock.Advance(TimeSpan.FromSeconds(31));
        await AskFirstUntilAsync(true);

        async Task AskFirstUntilAsync(bool expected)
        {
            await Wait.UntilAsync(async () => (await OnlineAsync(bridge))[0].Item2 == expected);
        }
    }

    [Fact]
    public async Task The_bridge_keeps_the_simulated_hours()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        var support = zendesk.Groups[0].Id;

        // Monday 9 to 18 in California, where it is 2.
        zendesk.SetSchedule(new SimulatedSchedule(5, "Pacific Time (US & Canada)", (1980, 2520)));
        await using var bridge = await BridgeApp.StartAsync(zendesk.Url, s =>
        {
            s["Channels:shop:DefaultDestination"] = support.ToString(CultureInfo.InvariantCulture);
            s["Channels:shop:Hours:ZendeskScheduleId"] = "5";
        });

        await AskUntilAsync(bridge, (support, false), (zendesk.Groups[1].Id, false));
        bridge.Clock.Advance(TimeSpan.FromHours(7));
        await AskUntilAsync(bridge, (support, true), (zendesk.Groups[1].Id, true));
    }

    private static async Task AskUntilAsync(BridgeApp bridge, params (long, bool)[] expected)
    {
        var last = await OnlineAsync(bridge);
        for (var i = 0; i < 1000 && !last.SequenceEqual(expected); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            last = await OnlineAsync(bridge);
        }

        last.ShouldBe(expected);
    }

    private static async Task<List<(long, bool)>> OnlineAsync(BridgeApp bridge)
    {
        using var answer = JsonDocument.Parse(
            await bridge.Http.GetStringAsync(new Uri(bridge.OperatorUrl, "getDestinations"), TestContext.Current.CancellationToken));
        return [.. answer.RootElement.GetProperty("destinations").EnumerateArray()
            .Select(d =>
                (long.Parse(d.GetProperty("destinationId").GetString()!, CultureInfo.InvariantCulture), d.GetProperty("hasOnline").GetBoolean()))];
    }
}
