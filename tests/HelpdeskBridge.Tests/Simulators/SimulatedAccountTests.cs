using System.Text.Json;
using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Users, groups and rules of the account that change while chats are open, and what the bridge makes of that.</summary>
public sealed class SimulatedAccountTests
{
    private const string Ann = """{"user":{"name":"Ann","external_id":"user-1"}}""";
    private const string Olga = """{"user":{"name":"Olga"}}""";

    [Fact]
    public async Task A_new_limit_of_the_account_counts_from_the_next_request_on()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();

        zendesk.SetAccountLimit(2);

        var statuses = new List<int>();
        for (var number = 1; number <= 3; number++)
            statuses.Add((await client.CommentAsync(ticket, author: zendesk.Ticket(ticket).RequesterId)).Status);
        statuses.ShouldBe([200, 200, 429]);
    }

    [Fact]
    public async Task A_merged_user_is_no_author_and_no_requester_and_its_external_id_leads_to_the_survivor()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var (loser, survivor) = (zendesk.Ticket(ticket).RequesterId, await CreateOrUpdateAsync(client, Olga));

        zendesk.MergeUser(loser, survivor);

        zendesk.Ticket(ticket).RequesterId.ShouldBe(survivor);
        await ShouldBeRefusedAsync(client, ticket, loser);
        (await CreateOrUpdateAsync(client, Ann)).ShouldBe(survivor);
        (await client.CommentAsync(ticket, author: survivor)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_external_id_of_a_user_who_was_merged_into_one_with_an_external_id_leads_to_a_new_user()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var (loser, survivor) = (await CreateOrUpdateAsync(client, Ann),
            await CreateOrUpdateAsync(client, """{"user":{"name":"Olga","external_id":"user-2"}}"""));

        zendesk.MergeUser(loser, survivor);

        (await CreateOrUpdateAsync(client, Ann)).ShouldNotBeOneOf(loser, survivor);
    }

    [Fact]
    public async Task A_deleted_user_is_no_author_and_no_requester_and_its_tickets_stay()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var deleted = zendesk.Ticket(ticket).RequesterId;

        zendesk.DeleteUser(deleted);

        await ShouldBeRefusedAsync(client, ticket, deleted);
        (await client.GetAsync($"/api/v2/users/{deleted}")).Json.GetProperty("user").GetProperty("active").GetBoolean().ShouldBeFalse();
        zendesk.AgentReply(ticket, "still there").AuthorId.ShouldNotBe(deleted);
        var created = await CreateOrUpdateAsync(client, Ann);
        created.ShouldNotBe(deleted);
        (await client.CommentAsync(ticket, author: created)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_bridge_goes_on_when_the_clients_user_was_merged_or_deleted(bool merged)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp);
        var ticket = await ConnectedBridge.HandOverAsync(zendesk, jaicp);
        var lost = zendesk.Ticket(ticket).RequesterId;
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var survivor = await CreateOrUpdateAsync(client, Olga);

        if (merged)
            zendesk.MergeUser(lost, survivor);
        else
            zendesk.DeleteUser(lost);
        await jaicp.SendTextAsync("u1", "still here");
        await Wait.UntilAsync(() => zendesk.Comments(ticket)[^1].Body == "still here");

        var author = zendesk.Comments(ticket)[^1].AuthorId;
        author.ShouldNotBe(lost);
        (author == survivor).ShouldBe(merged);
    }

    [Fact]
    public async Task A_status_that_a_rule_refuses_is_refused_with_all_that_comes_with_it()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.SetStatus(ticket, TicketStatus.Pending);
        zendesk.Rules.RefusedStatuses = new HashSet<string> { TicketStatus.Open };

        var refused = await client.PutAsync($"/api/v2/tickets/{ticket}", """{"ticket":{"status":"open","comment":{"body":"more","public":true}}}""");

        refused.Status.ShouldBe(422);
        refused.RefusedFields.ShouldBe(["status"]);
        zendesk.Comments(ticket).Count.ShouldBe(1);
        (await client.CommentAsync(ticket)).Status.ShouldBe(200);
        zendesk.Ticket(ticket).Status.ShouldBe(TicketStatus.Pending);
    }

    [Theory]
    [InlineData("assignee_id")]
    [InlineData("base")]
    public async Task An_account_can_require_an_assignee_for_solving(string field)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.Rules.UnassignedSolveField = field;
        const string Solve = """{"ticket":{"status":"solved"}}""";

        var refused = await client.PutAsync($"/api/v2/tickets/{ticket}", Solve);
        zendesk.Assign(ticket, agentId: zendesk.Agents[0].Id);

        (refused.Status, refused.RefusedFields.Single()).ShouldBe((422, field));
        (await client.PutAsync($"/api/v2/tickets/{ticket}", Solve)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_words_of_the_bridge_arrive_where_opening_the_ticket_is_refused_and_its_note_where_solving_is()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp);
        var ticket = await ConnectedBridge.HandOverAsync(zendesk, jaicp);
        zendesk.Rules.RefusedStatuses = new HashSet<string> { TicketStatus.Open };
        zendesk.Rules.UnassignedSolveField = "assignee_id";
        zendesk.SetStatus(ticket, TicketStatus.Pending);

        await jaicp.SendTextAsync("u1", "more");
        await Wait.UntilAsync(() => zendesk.Comments(ticket)[^1].Body == "more");
        await jaicp.CloseChatAsync("u1");
        await Wait.UntilAsync(() => !zendesk.Comments(ticket)[^1].IsPublic);

        zendesk.Ticket(ticket).Status.ShouldBe(TicketStatus.Pending);
    }

    [Fact]
    public async Task The_client_sees_an_agents_alias()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        await using var jaicp = await SimulatedJaicp.StartAsync();
        await using var bridge = await ConnectedBridge.StartAsync(zendesk, jaicp);
        var ticket = await ConnectedBridge.HandOverAsync(zendesk, jaicp);
        zendesk.SetAlias(zendesk.Agents[0].Id, "Support Team");

        zendesk.AgentReply(ticket, "Hi Ann", agentId: zendesk.Agents[0].Id);
        await Wait.UntilAsync(() => jaicp.Events.Count >= 1);

        jaicp.Events[0].Employee!.FullName.ShouldBe("Support Team");
    }

    [Theory]
    [InlineData("group_id")]
    [InlineData("base")]
    public async Task A_deleted_group_is_refused_and_in_no_list(string field)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var (ticket, deleted) = (await client.OpenTicketAsync(), zendesk.Groups[1].Id);
        zendesk.Assign(ticket, deleted, zendesk.Agents[1].Id);
        zendesk.Rules.GroupField = field;

        zendesk.DeleteGroup(deleted);

        var body = $$$$"""{"ticket":{"group_id":{{{{deleted}}}},"comment":{"body":"more","public":true}}}""";
        foreach (var refused in new[] { await client.PutAsync($"/api/v2/tickets/{ticket}", body), await client.PostAsync("/api/v2/tickets", body) })
            (refused.Status, refused.RefusedFields.Single()).ShouldBe((422, field));
        (zendesk.Ticket(ticket).GroupId, zendesk.Ticket(ticket).AssigneeId).ShouldBe((null, null));
        (await client.CommentAsync(ticket)).Status.ShouldBe(200);
        (await client.GetAsync("/api/v2/groups")).Json.GetProperty("groups").EnumerateArray().Select(Id).ShouldNotContain(deleted);
        (await client.GetAsync("/api/v2/group_memberships")).Json.GetProperty("group_memberships").EnumerateArray()
            .Select(item => item.GetProperty("group_id").GetInt64()).ShouldNotContain(deleted);
    }

    private static async Task ShouldBeRefusedAsync(ZendeskClient client, long ticket, long user)
    {
        var comment = await client.CommentAsync(ticket, author: user);
        (comment.Status, comment.RefusedFields.Single()).ShouldBe((422, "author"));
        var created = await client.PostAsync("/api/v2/tickets", $$$$"""{"ticket":{"requester_id":{{{{user}}}},"comment":{"body":"new"}}}""");
        (created.Status, created.RefusedFields.Single()).ShouldBe((422, "requester"));
    }

    private static async Task<long> CreateOrUpdateAsync(ZendeskClient client, string user) =>
        Id((await client.PostAsync("/api/v2/users/create_or_update", user)).Json.GetProperty("user"));

    private static long Id(JsonElement element) => element.GetProperty("id").GetInt64();
}
