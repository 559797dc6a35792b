using System.Text.Json;
using System.Web;
using HelpdeskBridge.Tests.Bridge;

namespace HelpdeskBridge.Tests.Flows;

/// <summary>
/// The user whom the bot names, where Zendesk answers late, wrong or not at all. The words arrive all the same, and no second user is made.
/// </summary>
public sealed class RequesterFailureTests
{
    private const string Email = "ann.secret@example.com";
    private const long Person = 4242;
    private const string Taken = """{"error":"RecordInvalid","details":{"email":[{"description":"Email: is taken","error":"DuplicateValue"}]}}""";
    private const string RequesterRefused = """{"error":"RecordInvalid","details":{"requester":[{"description":"Requester: is suspended."}]}}""";

    private static readonly int[] RetryDelays = [1, 3, 10, 30]; // seconds
    private static readonly Answer Nobody = Answer.Ok("""{"users":[]}""");

    [Fact]
    public async Task What_the_search_shows_is_compared_again()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(Users(
            Json(1, "xann.secret@example.com"), Json(2, Email, active: false), Json(3, "ann.secret@example.com.evil.example.org")));
        bridge.Zendesk.Identities.Usually(Answer.Ok("""{"identities":[{"type":"email","value":"another@example.com"}]}"""));
        bridge.Zendesk.UsersByExternalId.Usually(Users(Json(4, "else@example.com")));
        bridge.Zendesk.NewUsers.Usually(User(Person, 201));
        await OpenAsync(bridge);

        HttpUtility.ParseQueryString(bridge.Zendesk.UserSearches.Calls[0].Query)["query"].ShouldBe($"email:\"{Email}\"");
        bridge.Zendesk.Identities.Calls.Select(call => call.Path.Split('/')[4]).ShouldBe(["1", "3"]);
        var made = bridge.Zendesk.NewUsers.Calls.ShouldHaveSingleItem().Json["user"]!;
        ((string)made["email"]!, (string)made["role"]!, (bool)made["skip_verify_email"]!).ShouldBe((Email, "end-user", true));
        made.AsObject().ContainsKey("phone").ShouldBeFalse();
        GetRequester(bridge).ShouldBe(Person);
    }

    [Theory]
    [InlineData(502, "lost")]
    [InlineData(500, """{"error":"InternalError"}""")]
    public async Task A_user_that_was_made_although_the_answer_was_lost_is_not_made_twice(int status, string body)
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(Nobody);
        bridge.Zendesk.UsersByExternalId.Next(Nobody);
        bridge.Zendesk.UsersByExternalId.Usually(call => Users(Json(
            Person, Email, externalId: HttpUtility.ParseQueryString(call.Query)["external_id"])));
        bridge.Zendesk.NewUsers.Next(new Answer(status, body));
        await OpenAsync(bridge, stepSeconds: 1);

        bridge.Zendesk.NewUsers.Calls.Count.ShouldBe(1);
        GetRequester(bridge).ShouldBe(Person);
    }

    [Fact]
    public async Task A_user_whom_somebody_else_made_in_between_is_found_after_the_refusal()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Next(Nobody, Users(Json(Person, Email)));
        bridge.Zendesk.UsersByExternalId.Usually(Nobody);
        bridge.Zendesk.NewUsers.Next(new Answer(422, Taken));
        await OpenAsync(bridge);

        GetRequester(bridge).ShouldBe(Person);
    }

    [Fact]
    public async Task A_user_who_is_known_but_never_found_keeps_the_words_for_a_minute_only()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(Nobody);
        bridge.Zendesk.UsersByExternalId.Usually(Nobody);
        bridge.Zendesk.NewUsers.Usually(new Answer(422, Taken));
        await WriteAsync(bridge);
        foreach (var (refused, delay) in RetryDelays.Index())
        {
            await bridge.UntilAsync(() => bridge.Log.Outcomes("OpenTicket", "Retry") == refused + 1);
            bridge.Clock.Advance(TimeSpan.FromSeconds(delay));
        }

        await bridge.DeliveredAsync("OpenTicket");
        await bridge.DeliveredAsync("Requester");

        bridge.Zendesk.NewUsers.Calls.Count.ShouldBe(5);
        GetRequester(bridge).ShouldBe(ZendeskStub.FirstUser);
        bridge.Zendesk.Written.ShouldBe(["Hello", GetNote("the helpdesk refused it")]);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    public async Task A_search_that_is_refused_holds_nothing_up(int status)
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(new Answer(status, """{"error":"Forbidden","description":"no"}"""));
        await OpenAsync(bridge);
        await bridge.DeliveredAsync("Requester");

        GetRequester(bridge).ShouldBe(ZendeskStub.FirstUser);
        bridge.Zendesk.Written.ShouldBe(["Hello", GetNote("the helpdesk refused it")]);
        bridge.Log.Lines.ShouldContain(line => line.Contains("may search and manage end users", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_that_fails_is_repeated()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Next(ZendeskStub.Unavailable, ZendeskStub.Unavailable, new Answer(429), Users(Json(Person, Email)));
        await OpenAsync(bridge, stepSeconds: 1);

        GetRequester(bridge).ShouldBe(Person);
        bridge.Zendesk.NewTickets.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_requester_whom_the_ticket_does_not_take_is_replaced_at_once()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(Users(Json(Person, Email)));
        bridge.Zendesk.NewTickets.Next(new Answer(422, RequesterRefused));
        await OpenAsync(bridge);
        await bridge.DeliveredAsync("Requester");
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");

        bridge.Zendesk.NewTickets.Calls.Select(call => (long)call.Ticket["requester_id"]!).ShouldBe([Person, ZendeskStub.FirstUser]);
        bridge.Zendesk.Written.Skip(1).ShouldBe(["Hello", GetNote("the helpdesk refused it"), "More"]);
        ((long)bridge.Zendesk.Updates.Calls[^1].Ticket["comment"]!["author_id"]!).ShouldBe(ZendeskStub.FirstUser);
    }

    [Fact]
    public async Task The_note_is_written_also_where_the_answer_to_the_ticket_was_lost()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(Users(Json(Person, Email, role: "agent")));
        bridge.Zendesk.NewTickets.Next(new Answer(502, "lost"));
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.Lookups.Usually(_ => Answer.Ok(JsonSerializer.Serialize(new
        {
            tickets = new[]
            {
                new
                {
                    id = ZendeskStub.FirstTicket, status = "open", external_id = (string)bridge.Zendesk.NewTickets.Calls[0].Ticket["external_id"]!,
                },
            },
        })));
        await OpenAsync(bridge, stepSeconds: 1);
        await bridge.DeliveredAsync("Requester");

        bridge.Zendesk.NewTickets.Calls.ShouldHaveSingleItem();
        bridge.Zendesk.Written[^1].ShouldBe(GetNote("it belongs to an agent"));
    }

    [Fact]
    public async Task An_author_who_is_refused_is_never_replaced_by_an_agent_who_has_become_the_requester()
    {
        await using var bridge = await StartAsync();
        bridge.Zendesk.UserSearches.Usually(Users(Json(Person, Email)));
        await OpenAsync(bridge);
        bridge.Zendesk.TicketIs("open");
        bridge.Zendesk.UserReads.Usually(User(ZendeskStub.FirstUser, 200, "admin"));
        bridge.Zendesk.Updates.Next(new Answer(422, """{"error":"RecordInvalid","details":{"author_id":[{"description":"Author: is invalid"}]}}"""));
        bridge.Zendesk.Users.Usually(User(5151, 200));
        await bridge.SendTextAsync("More");
        await bridge.DeliveredAsync("ClientText");
        await bridge.SendTextAsync("And more");
        await bridge.DeliveredAsync("ClientText", 2);

        bridge.Zendesk.Updates.Calls.Select(call => (long)call.Ticket["comment"]!["author_id"]!).ShouldBe([Person, 5151, 5151]);
    }

    [Fact]
    public async Task Neither_log_nor_traces_nor_metrics_have_a_value()
    {
        await using var collector = OtlpReceiver.Start();
        await using (var bridge = await StartAsync([.. collector.Settings, AdminApi.Setting]))
        {
            bridge.Zendesk.UserSearches.Next(Nobody, new Answer(500));
            bridge.Zendesk.UserSearches.Usually(Users(Json(Person, Email)));
            bridge.Zendesk.UsersByExternalId.Usually(Nobody);
            bridge.Zendesk.NewUsers.Usually(new Answer(422, Taken));
            await OpenAsync(bridge, stepSeconds: 1);
            await bridge.App.StopAsync();

            LogScan.FindsNothing(bridge.Log, [Email, Uri.EscapeDataString(Email), "ann.secret"]);
        }

        var sent = collector.Bodies("/v1/traces").Concat(collector.Bodies("/v1/metrics")).ToList();
        sent.Count.ShouldBeGreaterThan(1);
        sent.ShouldNotContain(body => OtlpReceiver.Contains(body, "ann.secret"));
    }

    private static async Task<BridgeFixture> StartAsync(params (string Key, string? Value)[] settings)
    {
        var bridge = await BridgeFixture.StartAsync([("Channels:shop:Requester:EmailFrom", "email"), .. settings]);
        bridge.Zendesk.AcceptsTickets();
        return bridge;
    }

    /// <summary>The attribute is hidden: agents don't see it.</summary>
    private static async Task OpenAsync(BridgeFixture bridge, int stepSeconds = 0)
    {
        await WriteAsync(bridge);
        await bridge.DeliveredAsync("OpenTicket", stepSeconds: stepSeconds);
    }

    private static async Task WriteAsync(BridgeFixture bridge)
    {
        await bridge.AcceptedAsync("selectDestination", new
        {
            userId = BridgeFixture.User,
            destinationId = BridgeApp.DefaultGroup,
            userName = "Ann",
            hiddenAttributes = new { email = Email },
        });
        await bridge.SendTextAsync("Hello");
    }

    private static long GetRequester(BridgeFixture bridge) => (long)bridge.Zendesk.NewTickets.Calls[^1].Ticket["requester_id"]!;

    private static string GetNote(string why) =>
        $"The bot named the client by e-mail address, but the requester of this ticket is the bridge's own user: {why}.";

    private static Answer Users(params object[] users) => Answer.Ok(JsonSerializer.Serialize(new { users }));

    private static Answer User(long id, int status, string role = "end-user") =>
        new(status, JsonSerializer.Serialize(new { user = new { id, role, active = true, name = "Ann" } }));

    private static object Json(long id, string email, string role = "end-user", bool active = true, string? externalId = null) =>
        new { id, email, role, active, external_id = externalId };
}
