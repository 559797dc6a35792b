using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Tests.Bridge;
using static HelpdeskBridge.Tests.Flows.StoredChats;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>Reports as JSON and CSV.</summary>
public sealed class ReportTests
{
    private const string BotKey = "the-key-of-the-bots-script-0123456789";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_has_what_happened_in_its_chats()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting, ("Channels:shop:BotKey", BotKey));
        bridge.Clock.Advance(TimeSpan.FromSeconds(90));
        await bridge.AnswerAsync("Hi");
        await bridge.DeliveredAsync("AgentText");
        bridge.Clock.Advance(TimeSpan.FromSeconds(510));
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Hi"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await RateAsync(bridge, 4);
        await bridge.HandOverAsync("u2");
        await bridge.SendTextAsync("Hello", "u2");
        await bridge.DeliveredAsync("OpenTicket", 2);
        bridge.Clock.Advance(TimeSpan.FromSeconds(120));
        await bridge.CloseChatAsync(user: "u2");
        await bridge.HandOverAsync("u3");

        var report = await bridge.AdminAsync("reports?from=2026-11-22&to=2026-11-23");

        report.ToJsonString().ShouldBeJson("""
            {"from":"2026-11-22","to":"2026-11-23","by":"day","channel":null,"zone":"UTC",
             "rows":[
              {"day":"2026-11-22","conversations":0,"open":0,
               "firstReply":{"count":0,"averageSeconds":null,"medianSeconds":null,"p90Seconds":null},
               "handlingTime":{"count":0,"averageSeconds":null,"medianSeconds":null,"p90Seconds":null},
               "duration":{"count":0,"averageSeconds":null,"medianSeconds":null,"p90Seconds":null},
               "endedBy":{"agent":0,"client":0,"idle":0,"deleted":0,"returned":0,"unknown":0},"ratings":{"count":0,"average":null}},
              {"day":"2026-11-23","conversations":3,"open":1,
               "firstReply":{"count":1,"averageSeconds":90,"medianSeconds":90,"p90Seconds":90},
               "handlingTime":{"count":1,"averageSeconds":510,"medianSeconds":510,"p90Seconds":510},
               "duration":{"count":2,"averageSeconds":360,"medianSeconds":120,"p90Seconds":600},
               "endedBy":{"agent":1,"client":1,"idle":0,"deleted":0,"returned":0,"unknown":0},"ratings":{"count":1,"average":4}}],
             "total":{"conversations":3,"open":1,
               "firstReply":{"count":1,"averageSeconds":90,"medianSeconds":90,"p90Seconds":90},
               "handlingTime":{"count":1,"averageSeconds":510,"medianSeconds":510,"p90Seconds":510},
               "duration":{"count":2,"averageSeconds":360,"medianSeconds":120,"p90Seconds":600},
               "endedBy":{"agent":1,"client":1,"idle":0,"deleted":0,"returned":0,"unknown":0},"ratings":{"count":1,"average":4}}}
            """);
    }

    [Theory]
    [InlineData("day", "2026-11-21 2 1.5, 2026-11-22 1 -, 2026-11-23 2 5")]
    [InlineData("channel", "left 1 -, shop 3 1.5, web 1 5")]
    [InlineData("group", "360001234567/main/Support 3 1.5, 360007654321/main/Sales 1 5, 9/other/ 1 -")]
    [InlineData("agent", "77/main/ 2 3.5, // 1 1, 77/other/ 1 -, 78/main/ 1 -")]
    [InlineData("Agent", "77/main/ 2 3.5, // 1 1, 77/other/ 1 -, 78/main/ 1 -")]
    public async Task Each_grouping_adds_the_same_chats_up(string by, string rows)
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.HasGroups((360001234567, "Support"), (360007654321, "Sales"));
        await SaveAsync(
            bridge,
            Create("c1", "2026-11-21T10:00:00Z") with { AgentId = "77", Rating = new Rating(2, null, default) },
            Create("c2", "2026-11-21T12:00:00Z") with { Rating = new Rating(1, null, default) },
            Create("c3", "2026-11-22T00:00:00Z", channel: "left") with { Helpdesk = "other", DestinationId = "9", AgentId = "77" },
            Create("c4", "2026-11-23T08:00:00Z") with { AgentId = "78", Phase = Phase.Open, EndedAt = null, EndedBy = null },
            Create("c5", "2026-11-23T09:00:00Z", channel: "web") with
            {
                DestinationId = "360007654321",
                AgentId = "77",
                EndedBy = null,
                Rating = new Rating(5, null, default),
            });

        var report = await bridge.AdminAsync($"reports?from=2026-11-21&to=2026-11-23&by={by}");

        string.Join(", ", report["rows"]!.AsArray().Select(Describe)).ShouldBe(rows);
        var total = report["total"]!;
        ((int)total["conversations"]!, (int)total["open"]!, (double)total["ratings"]!["average"]!).ShouldBe((5, 1, 2.67));
        total["endedBy"]!.ToJsonString().ShouldBeJson("""{"agent":3,"client":0,"idle":0,"deleted":0,"returned":0,"unknown":1}""");

        string Describe(JsonNode? row)
        {
            var helpdesk = by is "day" or "channel" ? "" : $"/{row!["helpdesk"]}/{row["name"]}";
            return $"{row![by.ToLowerInvariant()]}{helpdesk} {row["conversations"]} {row["ratings"]!["average"]?.ToString() ?? "-"}";
        }
    }

    [Fact]
    public async Task An_agent_is_named_as_in_the_answers_that_are_stored()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(AdminApi.Setting);
        await bridge.AnswerAsync("Hi");
        await bridge.DeliveredAsync("AgentText");

        var row = (await bridge.AdminAsync("reports?by=agent"))["rows"]!.AsArray().ShouldHaveSingleItem()!;

        ((string)row["agent"]!, (string)row["helpdesk"]!, (string)row["name"]!).ShouldBe(("77", "main", "Bob Marley Smith"));
    }

    /// <summary>The clocks were put back that night: the day in Berlin had 25 hours, from 22:00 to 23:00 UTC. In March one has 23.</summary>
    [Theory]
    [InlineData(
        "2026-10-25", 3, "2026-10-24T21:59:59.999Z", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z")]
    [InlineData("2026-03-29", 2, "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999Z", "2026-03-29T22:00:00Z")]
    public async Task A_day_on_which_the_clocks_change_has_its_own_hours(string day, int conversations, params string[] opened)
    {
        await using var bridge = await StartAsync(("Channels:shop:TimeZone", "Europe/Berlin"));
        await SaveAsync(bridge, [.. opened.Select((at, i) => Create($"c{i}", at))]);

        var report = await bridge.AdminAsync($"reports?from={day}&to={day}&zone=Europe/Berlin");
        var rows = report["rows"]!.AsArray();

        ((string)rows.ShouldHaveSingleItem()!["day"]!, (int)rows[0]!["conversations"]!).ShouldBe((day, conversations));
        (await bridge.AdminAsync($"reports?from={day}&to={day}&channel=shop"))["total"]!.ToJsonString().ShouldBe(report["total"]!.ToJsonString());
    }

    [Fact]
    public async Task A_chat_has_the_day_of_its_channel_or_of_the_zone_that_is_asked_for()
    {
        await using var bridge = await StartAsync(
            ("Channels:shop:TimeZone", "Pacific/Kiritimati"), ("Channels:web:TimeZone", "America/Los_Angeles"));
        await SaveAsync(bridge, Create("c1", "2026-11-20T12:00:00Z"), Create("c2", "2026-11-20T07:00:00Z", channel: "web"));

        (await CountAsync("")).ShouldBe("2026-11-19 1, 2026-11-20 0, 2026-11-21 1");
        (await CountAsync("&zone=UTC")).ShouldBe("2026-11-19 0, 2026-11-20 2, 2026-11-21 0");
        (await CountAsync("&zone=America/Los_Angeles")).ShouldBe("2026-11-19 1, 2026-11-20 1, 2026-11-21 0");
        (await CountAsync("&channel=web")).ShouldBe("2026-11-19 1, 2026-11-20 0, 2026-11-21 0");
        (await bridge.AdminAsync("reports"))["zone"].ShouldBeNull();

        async Task<string> CountAsync(string query) => string.Join(
            ", ",
            (await bridge.AdminAsync($"reports?from=2026-11-19&to=2026-11-21{query}"))["rows"]!.AsArray()
                .Select(row => $"{row!["day"]} {row["conversations"]}"));
    }

    [Fact]
    public async Task Without_parameters_it_has_the_last_30_days_of_the_channels_zone()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting, ("Channels:shop:TimeZone", "Pacific/Kiritimati"));

        var report = await bridge.AdminAsync("reports?from=&to=&by=&format=&zone=&channel=");

        ((string)report["from"]!, (string)report["to"]!, (string)report["by"]!, (string)report["zone"]!)
            .ShouldBe(("2026-10-26", "2026-11-24", "day", "Pacific/Kiritimati"));
        report["rows"]!.AsArray().Count.ShouldBe(30);
        ((string)(await bridge.AdminAsync("reports?to=2026-03-01"))["from"]!).ShouldBe("2026-01-31");
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-02-30", "from")]
    [InlineData("from=2026-11-22T25:00:00Z", "from")]
    [InlineData("from=0001-01-01&to=0001-01-02", "from", "to")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("from=2026-11-02&to=2026-11-01", "from")]
    [InlineData("from=2025-11-22&to=2026-11-23", "from")]
    [InlineData("by=week", "by")]
    [InlineData("by=1", "by")]
    [InlineData("by=day,channel", "by")]
    [InlineData("zone=Mars/Olympus", "zone")]
    [InlineData("format=xml", "format")]
    [InlineData("from=x&to=y&by=z&zone=q&format=w", "from", "to", "by", "zone", "format")]
    [InlineData("from=2026-11-01&from=2026-11-02", "from")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] parameters)
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        using var response = await bridge.CallAdminAsync($"/admin/api/reports?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var errors = JsonNode.Parse(await response.TextAsync())!["errors"]!.AsObject();
        errors.Select(error => error.Key).ShouldBe(parameters, ignoreOrder: true);
    }

    [Fact]
    public async Task Up_to_366_days_are_given()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);

        (await bridge.AdminAsync("reports?from=2024-01-01&to=2024-12-31"))["rows"]!.AsArray().Count.ShouldBe(366);
    }

    [Fact]
    public async Task A_time_stands_for_the_day_that_is_written_in_it()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);

        var report = await bridge.AdminAsync("reports?from=2026-11-01T23:30:00Z&to=2026-11-02T00:00:00.000-03:00");

        ((string)report["from"]!, (string)report["to"]!).ShouldBe(("2026-11-01", "2026-11-02"));
    }

    [Fact]
    public async Task Without_the_key_there_is_no_report()
    {
        await using var bridge = await BridgeFixture.StartAsync(AdminApi.Setting);
        using var without = await bridge.CallAdminAsync("/admin/api/reports", authorization: null);
        using var wrong = await bridge.CallAdminAsync("/admin/api/reports?from=x", authorization: "Bearer wrong");

        (without.StatusCode, wrong.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task As_CSV_each_row_is_a_line_and_no_cell_is_a_formula()
    {
        await using var bridge = await StartAsync(
            ("Channels:shop:Destinations:0:Id", "1"), ("Channels:shop:Destinations:0:Name", "=HYPERLINK(\"http://evil.example\")"),
            ("Channels:shop:Destinations:1:Id", "2"), ("Channels:shop:Destinations:1:Name", "Продажи, опт"));
        bridge.Zendesk.HasGroups((1, "a"), (2, "b"), (360001234567, "@c"));
        await SaveAsync(
            bridge,
            Create("c1", "2026-11-21T10:00:00Z") with { DestinationId = "1", Rating = new Rating(4, null, default) },
            Create("c2", "2026-11-21T10:00:00Z") with { DestinationId = "1", Rating = new Rating(5, null, default) },
            Create("c3", "2026-11-21T10:00:00Z") with { DestinationId = "2", EndedBy = EndedBy.Idle, FirstReplyAt = null });
        using var response = await bridge.CallAdminAsync("/admin/api/reports?by=group&format=CSV&from=2026-11-21&to=2026-11-21");

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8; header=present");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("chats-by-group-2026-11-21-2026-11-21.csv");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await response.TextAsync()).ShouldBe(
            "group,name,helpdesk,conversations,open,firstReplyCount,firstReplyAverageSeconds,firstReplyMedianSeconds,firstReplyP90Seconds,"
                + "handlingTimeCount,handlingTimeAverageSeconds,handlingTimeMedianSeconds,handlingTimeP90Seconds,durationCount,"
                + "durationAverageSeconds,durationMedianSeconds,durationP90Seconds,endedByAgent,endedByClient,endedByIdle,endedByDeleted,"
                + "endedByReturned,endedByUnknown,ratings,ratingAverage\r\n"
                + "1,\"'=HYPERLINK(\"\"http://evil.example\"\")\",main,2,0,2,60,60,60,2,540,540,540,2,600,600,600,2,0,0,0,0,0,2,4.5\r\n"
                + "2,\"Продажи, опт\",main,1,0,0,,,,0,,,,1,600,600,600,0,0,1,0,0,0,0,\r\n");
    }

    [Fact]
    public async Task A_chat_that_begins_again_in_its_ticket_is_another_one_and_one_that_is_reopened_is_not()
    {
        await using var bridge = await BridgeFixture.WithOpenChatAsync(
            AdminApi.Setting, ("Channels:shop:Ticket:Reuse", "WhileOpen"), ("Channels:shop:BotKey", BotKey));
        bridge.Zendesk.TicketIs("solved", ZendeskStub.Comment(8001, "Bye"));
        await bridge.WakeAsync();
        await bridge.DeliveredAsync("ChatClosed");
        await bridge.SendTextAsync("One more thing");
        (await CountAsync()).ShouldBe((1, 1, 0, 0));
        await bridge.CloseChatAsync();
        await RateAsync(bridge, 3);
        (await CountAsync()).ShouldBe((1, 0, 1, 1));

        bridge.Clock.Advance(TimeSpan.FromSeconds(1));
        await bridge.HandOverAsync();

        (await CountAsync()).ShouldBe((2, 1, 1, 1));

        async Task<(int, int, int, int)> CountAsync()
        {
            var total = (await bridge.AdminAsync("reports"))["total"]!;
            return ((int)total["conversations"]!, (int)total["open"]!, (int)total["endedBy"]!["client"]!, (int)total["ratings"]!["count"]!);
        }
    }

    [Fact]
    public async Task Chats_that_are_erased_stay_in_the_figures_and_after_two_years_they_go()
    {
        await using var bridge = await StartAsync(("Channels:shop:TimeZone", "Asia/Kathmandu"));
        await SaveAsync(bridge, Create("c1", "2026-08-01T18:15:00Z") with { AgentId = "77" }, Create("c2", "2026-08-01T18:14:59Z"));
        var (before, agents) = (await ReadAsync(""), await ReadAsync("&by=agent"));
        ((int)before["rows"]![1]!["conversations"]!, (int)before["total"]!["conversations"]!).ShouldBe((1, 2));

        bridge.Clock.Advance(TimeSpan.FromHours(1));
        await bridge.UntilAsync(() => CountConversations(bridge) == 0, stepSeconds: 600);

        (await ReadAsync("")).ToJsonString().ShouldBe(before.ToJsonString());
        (await ReadAsync("&by=agent")).ToJsonString().ShouldBe(agents.ToJsonString());
        bridge.Clock.Advance(TimeSpan.FromDays(640));
        await bridge.UntilAsync(() => CountPastChats(bridge) == 0, stepSeconds: 600);
        ((int)(await ReadAsync(""))["total"]!["conversations"]!).ShouldBe(0);

        Task<JsonNode> ReadAsync(string query) => bridge.AdminAsync($"reports?from=2026-08-01&to=2026-08-02{query}");
    }

    private static Task<BridgeFixture> StartAsync(params (string, string?)[] settings) => BridgeFixture.StartAsync(
        [
            AdminApi.Setting, ("Channels:web:Key", "another-channel-key-of-the-tests-0123"), ("Channels:web:Helpdesk", "main"),
            ("Channels:web:DefaultDestination", "360007654321"), .. settings,
        ]);

    private static async Task RateAsync(BridgeFixture bridge, int score)
    {
        bridge.Zendesk.Tags.Usually(Answer.Ok("""{"tags":[]}"""));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bridge.App.Url, "/bot/shop/rating"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BotKey);
        request.Content = JsonContent.Create(new { userId = BridgeFixture.User, score });
        using var response = await bridge.App.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
