using System.Globalization;
using System.Text.Json;
using HelpdeskBridge.Simulators.Zendesk;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Simulators;

public sealed class SimulatedZendeskTests
{
    private const string OneTicket = """{"ticket":{"subject":"A","comment":{"body":"first"}}}""";

    [Fact]
    public async Task A_repeated_idempotency_key_replays_the_first_answer()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);

        var first = await client.PostAsync("/api/v2/tickets", OneTicket, "key-1");
        var second = await client.PostAsync("/api/v2/tickets", OneTicket, "key-1");

        first.Status.ShouldBe(201);
        first.IdempotencyLookup.ShouldBe("miss");
        second.IdempotencyLookup.ShouldBe("hit");
        second.Text.ShouldBe(first.Text);
        zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_idempotency_key_with_another_body_is_refused()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);

        await client.PostAsync("/api/v2/tickets", OneTicket, "key-1");
        var other = await client.PostAsync("/api/v2/tickets", OneTicket.Replace("first", "other", StringComparison.Ordinal), "key-1");

        other.Status.ShouldBe(400);
        other.Json.GetProperty("error").GetString().ShouldBe("IdempotentRequestError");
        zendesk.Tickets.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_idempotency_key_is_forgotten_after_two_hours()
    {
        var time = new FakeTimeProvider();
        var options = new SimulatedZendeskOptions { TimeProvider = time, TokenLifetime = TimeSpan.FromHours(10) };
        await using var zendesk = await SimulatedZendesk.StartAsync(options);
        using var client = await ZendeskClient.SignInAsync(zendesk, options);

        await client.PostAsync("/api/v2/tickets", OneTicket, "key-1");
        time.Advance(TimeSpan.FromHours(2));
        var late = await client.PostAsync("/api/v2/tickets", OneTicket, "key-1");

        late.IdempotencyLookup.ShouldBe("miss");
        zendesk.Tickets.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_changes_of_a_ticket_are_known_with_who_made_them_and_custom_fields_by_their_ids()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        await client.PostAsync("/api/v2/tickets", OneTicket);
        var ticket = zendesk.Tickets[0].Id;
        foreach (var value in new[] { "A-17", "A-17", "A-18" })
            await client.PutAsync($"/api/v2/tickets/{ticket}", $$$"""{"ticket":{"custom_fields":[{"id":701,"value":"{{{value}}}"}]}}""");
        var agent = zendesk.Agents[0].Id;
        zendesk.AgentReply(ticket, "Bye", agentId: agent, status: TicketStatus.Pending, addedTag: "back_to_bot");

        var changes = zendesk.Changes(ticket);
        changes.Where(change => change.UpdaterId == zendesk.ServiceUser.Id).Select(change => (change.Field, change.Value))
            .ShouldBe([("701", "A-17"), ("701", "A-18")]);
        changes.Where(change => change.UpdaterId == agent).Select(change => (change.Field, change.Value))
            .ShouldBe([("status", "pending"), ("assignee_id", agent.ToString(CultureInfo.InvariantCulture)), ("tags", "back_to_bot")]);
        changes.Select(change => change.AuditId).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_merged_ticket_is_closed_with_a_note_that_names_the_other()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var (source, target) = (await client.OpenTicketAsync(externalId: "jaicp:1"), await client.OpenTicketAsync(externalId: "jaicp:2"));

        zendesk.Merge(source, target);

        var ticket = (await client.GetAsync($"/api/v2/tickets/{source}")).Json.GetProperty("ticket");
        ticket.GetProperty("status").GetString().ShouldBe("closed");
        ticket.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldContain("closed_by_merge");
        var note = (await client.GetAsync($"/api/v2/tickets/{source}/comments?sort=-created_at")).Json.GetProperty("comments")[0];
        note.GetProperty("body").GetString().ShouldBe($"This request was closed and merged into request #{target} \"Chat\".");
        var via = note.GetProperty("via").GetProperty("source");
        (via.GetProperty("rel").GetString(), via.GetProperty("from").GetProperty("ticket_id").GetInt64()).ShouldBe(("merge", target));
    }

    [Fact]
    public async Task Spam_deletes_the_ticket_and_suspends_its_requester()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var requester = zendesk.Ticket(ticket).RequesterId;

        zendesk.MarkAsSpam(ticket);

        (await client.GetAsync($"/api/v2/tickets/{ticket}")).Status.ShouldBe(404);
        var refused =
            await client.PostAsync("/api/v2/tickets", $$"""{"ticket":{"subject":"A","requester_id":{{requester}},"comment":{"body":"again"} } }""");
        refused.Status.ShouldBe(422);
        refused.Json.GetProperty("details").TryGetProperty("requester", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Tickets_are_found_by_their_exact_external_id()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync(externalId: "jaicp:1");
        await client.OpenTicketAsync(externalId: "jaicp:10");

        var found = await client.GetAsync("/api/v2/tickets.json?external_id=jaicp%3A1");

        found.Json.GetProperty("tickets").EnumerateArray().Select(Id).ShouldBe([ticket]);
    }

    [Fact]
    public async Task A_closed_ticket_refuses_every_update()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.SetStatus(ticket, TicketStatus.Closed);

        var refused = await client.PutAsync($"/api/v2/tickets/{ticket}", """{"ticket":{"comment":{"body":"more","public":true}}}""");

        refused.Status.ShouldBe(422);
        refused.Text.ShouldBe(
            """{"error":"RecordInvalid","description":"Record validation errors","details":"""
            + """{"status":[{"description":"Status: closed prevents ticket update"}]}}""");
        zendesk.Comments(ticket).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_follow_up_is_linked_to_its_closed_source_and_only_to_a_closed_one()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var source = await client.OpenTicketAsync();
        var body = $$$$"""{"ticket":{"via_followup_source_id":{{{{source}}}},"comment":{"body":"again"}}}""";

        var tooEarly = await client.PostAsync("/api/v2/tickets", body);
        zendesk.SetStatus(source, TicketStatus.Closed);
        var followUp = await client.PostAsync("/api/v2/tickets", body);

        Rel(tooEarly).ValueKind.ShouldBe(JsonValueKind.Null);
        Rel(followUp).GetString().ShouldBe("follow_up");
        zendesk.Ticket(source).FollowUpIds.ShouldBe([Id(followUp.Json.GetProperty("ticket"))]);

        static JsonElement Rel(Reply reply) => reply.Json.GetProperty("ticket").GetProperty("via").GetProperty("source").GetProperty("rel");
    }

    [Fact]
    public async Task The_comment_in_the_answer_has_the_id_and_the_marker_of_the_comment_in_the_list()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();

        var update = await client.PutAsync(
            $"/api/v2/tickets/{ticket}", """{"ticket":{"comment":{"body":"second","public":true},"metadata":{"message":"m2"}}}""");
        var list = await client.GetAsync($"/api/v2/tickets/{ticket}/comments");

        var events = update.Json.GetProperty("audit").GetProperty("events").EnumerateArray();
        var sent = events.Single(item => item.GetProperty("type").GetString() == "Comment");
        var listed = list.Json.GetProperty("comments").EnumerateArray().Last();
        Id(listed).ShouldBe(Id(sent));
        Id(listed).ShouldBeGreaterThan(int.MaxValue);
        listed.GetProperty("metadata").GetProperty("custom").GetProperty("message").GetString().ShouldBe("m2");
    }

    [Theory]
    [InlineData("created_at")]
    [InlineData("-created_at")]
    public async Task Comments_are_paged_in_both_orders_and_the_last_page_still_has_a_next_link(string sort)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        for (var number = 2; number <= 5; number++)
            zendesk.AgentReply(ticket, $"answer {number}");

        var seen = new List<long>();
        var next = $"/api/v2/tickets/{ticket}/comments.json?page[size]=2&sort={sort}";
        var pages = 0;
        for (var more = true; more; pages++)
        {
            var page = (await client.GetAsync(next)).Json;
            seen.AddRange(page.GetProperty("comments").EnumerateArray().Select(Id));
            more = page.GetProperty("meta").GetProperty("has_more").GetBoolean();
            next = page.GetProperty("links").GetProperty("next").GetString().ShouldNotBeNull();
        }

        var expected = zendesk.Comments(ticket).Select(comment => comment.Id);
        seen.ShouldBe(sort[0] == '-' ? expected.Reverse() : expected);
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task An_access_token_expires()
    {
        var time = new FakeTimeProvider();
        var options = new SimulatedZendeskOptions { TimeProvider = time };
        await using var zendesk = await SimulatedZendesk.StartAsync(options);
        using var client = await ZendeskClient.SignInAsync(zendesk, options);

        (await client.GetAsync("/api/v2/users/me")).Status.ShouldBe(200);
        time.Advance(options.TokenLifetime);
        var late = await client.GetAsync("/api/v2/users/me");

        late.Status.ShouldBe(401);
        late.Text.ShouldBe("""{"error":"Couldn't authenticate you"}""");
    }

    [Fact]
    public async Task External_ids_of_users_are_matched_without_regard_to_letter_case()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);

        var created = await client.PostAsync("/api/v2/users/create_or_update", """{"user":{"name":"Ann","external_id":"Key-A"}}""");
        var found = await client.PostAsync("/api/v2/users/create_or_update", """{"user":{"name":"Ann B","external_id":"key-a"}}""");

        created.Status.ShouldBe(201);
        found.Status.ShouldBe(200);
        Id(found.Json.GetProperty("user")).ShouldBe(Id(created.Json.GetProperty("user")));
        found.Json.GetProperty("user").GetProperty("external_id").GetString().ShouldBe("key-a");
    }

    [Fact]
    public async Task A_comment_through_the_API_is_as_public_as_the_first_one_unless_it_says_otherwise()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        await client.PostAsync("/api/v2/tickets", """{"ticket":{"comment":{"body":"a note","public":false}}}""");
        var ticket = zendesk.Tickets.Single().Id;

        await client.PutAsync($"/api/v2/tickets/{ticket}", """{"ticket":{"comment":{"body":"unsaid"}}}""");
        await client.PutAsync($"/api/v2/tickets/{ticket}", """{"ticket":{"comment":{"body":"said","public":true}}}""");

        zendesk.Comments(ticket).Select(comment => comment.IsPublic).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task The_update_limit_of_a_ticket_answers_429_while_the_account_has_requests_left()
    {
        var options = new SimulatedZendeskOptions { TicketUpdatesPer10Minutes = 2 };
        await using var zendesk = await SimulatedZendesk.StartAsync(options);
        using var client = await ZendeskClient.SignInAsync(zendesk, options);
        var ticket = await client.OpenTicketAsync();

        var statuses = new List<int>();
        for (var number = 1; number <= 3; number++)
            statuses.Add((await client.PutAsync($"/api/v2/tickets/{ticket}", """{"ticket":{"comment":{"body":"x","public":true}}}""")).Status);

        statuses.ShouldBe([200, 200, 429]);
        zendesk.Comments(ticket).Count.ShouldBe(3);
    }

    private static long Id(JsonElement element) => element.GetProperty("id").GetInt64();
}
