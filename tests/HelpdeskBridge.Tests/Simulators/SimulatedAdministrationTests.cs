using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Webhooks, triggers, fields, scopes and roles of the simulated account.</summary>
public sealed class SimulatedAdministrationTests
{
    private const string ForTriggers = """{"webhook":{"name":"A","endpoint":"http://127.0.0.1:9/","subscriptions":["conditional_ticket_events"]}}""";

    private const string ForEvents =
        """{"webhook":{"name":"A","endpoint":"http://127.0.0.1:9/","subscriptions":["zen:event-type:ticket.comment_added"]}}""";

    [Fact]
    public async Task A_webhook_is_made_read_changed_and_deleted_and_its_secret_can_be_read_and_renewed()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);

        var created = await client.PostAsync("/api/v2/webhooks", ForEvents);
        created.Status.ShouldBe(201, created.Text);
        var id = created.Json.GetProperty("webhook").GetProperty("id").GetString();
        (await client.PutAsync($"/api/v2/webhooks/{id}", """{"webhook":{"status":"inactive"}}""")).Status.ShouldBe(204);
        zendesk.RegisteredWebhooks.Single().ShouldSatisfyAllConditions(
            webhook => webhook.Status.ShouldBe("inactive"), webhook => webhook.Name.ShouldBe("A"));
        var secret = await ReadSecretAsync();
        secret.Length.ShouldBe(44);
        await client.PostAsync($"/api/v2/webhooks/{id}/signing_secret", "");
        (await ReadSecretAsync()).ShouldNotBe(secret);
        (await client.PutAsync("/api/v2/webhooks/unknown", """{"webhook":{"status":"active"}}""")).Status.ShouldBe(404);
        zendesk.Rules.HidesSigningSecrets = true;
        (await client.GetAsync($"/api/v2/webhooks/{id}/signing_secret")).Status.ShouldBe(403);

        async Task<string> ReadSecretAsync() => (await client.GetAsync($"/api/v2/webhooks/{id}/signing_secret"))
            .Json.GetProperty("signing_secret").GetProperty("secret").GetString()!;
    }

    [Theory]
    [InlineData("""{"webhook":{"name":"A","endpoint":"nowhere","subscriptions":["conditional_ticket_events"]}}""")]
    [InlineData("""{"webhook":{"name":"A","endpoint":"http://127.0.0.1:9/","subscriptions":[]}}""")]
    [InlineData("""{"webhook":{"name":"","endpoint":"http://127.0.0.1:9/","subscriptions":["conditional_ticket_events"]}}""")]
    [InlineData(
        """{"webhook":{"name":"A","endpoint":"http://127.0.0.1:9/","subscriptions":["conditional_ticket_events","zen:event-type:ticket.merged"]}}""")]
    public async Task An_invalid_webhook_is_refused(string body)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);

        (await client.PostAsync("/api/v2/webhooks", body)).Status.ShouldBe(400);
        zendesk.RegisteredWebhooks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_are_refused_where_the_plan_has_none_and_the_form_of_a_webhook_can_not_be_changed()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        zendesk.Rules.OffersTicketEvents = false;

        (await client.PostAsync("/api/v2/webhooks", ForEvents)).Status.ShouldBe(400);
        var id = (await client.PostAsync("/api/v2/webhooks", ForTriggers)).Json.GetProperty("webhook").GetProperty("id").GetString();
        zendesk.Rules.OffersTicketEvents = true;
        (await client.PutAsync($"/api/v2/webhooks/{id}", ForEvents)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_trigger_calls_its_webhook_only_if_its_conditions_hold_and_keeps_the_webhook_from_being_deleted()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var webhook = (await client.PostAsync("/api/v2/webhooks", ForTriggers)).Json.GetProperty("webhook").GetProperty("id").GetString()!;
        (await client.PostAsync("/api/v2/triggers", Trigger("unknown"))).Status.ShouldBe(422);
        (await client.PostAsync("/api/v2/triggers", """{"trigger":{"title":"T","actions":[]}}""")).Status.ShouldBe(422);
        (await client.PostAsync("/api/v2/triggers", Trigger(webhook))).Status.ShouldBe(201);
        Should.Throw<InvalidOperationException>(() => zendesk.DeleteWebhook(webhook));
        var ticket = await client.OpenTicketAsync();

        zendesk.AgentReply(ticket, "without the tag");
        zendesk.Change(ticket, before => before with { Tags = ["chat"] });
        zendesk.AgentReply(ticket, "a note", isPublic: false);
        zendesk.AgentReply(ticket, "an answer");
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);

        var call = zendesk.WebhookDeliveries.Single();
        call.WebhookId.ShouldBe(webhook);
        System.Text.Encoding.UTF8.GetString(call.Body.Span).ShouldBe($$"""{"ticket_id":"{{ticket}}"}""");
        var invocation = (await client.GetAsync($"/api/v2/webhooks/{webhook}/invocations")).Json.GetProperty("invocations")[0];
        invocation.GetProperty("status").GetString().ShouldBe("failed");

        static string Trigger(string webhook) => $$$$"""
            {"trigger":{"title":"T","conditions":{"all":[{"field":"current_tags","operator":"includes","value":"chat"}],
             "any":[{"field":"comment_is_public","operator":"is","value":"true"},{"field":"status","operator":"changed","value":null}]},
             "actions":[{"field":"notification_webhook","value":["{{{{webhook}}}}","{\"ticket_id\":\"{{ticket.id}}\"}"]}]}}
            """;
    }

    [Theory]
    [InlineData("admin", "read write", 200, 201)]
    [InlineData("agent", "read write", 403, 403)]
    [InlineData("admin", "read", 200, 403)]
    [InlineData("admin", "write", 403, 201)]
    [InlineData("admin", "webhooks:read tickets:write", 200, 403)]
    [InlineData("admin", "webhooks:write", 403, 201)]
    public async Task Webhooks_need_an_admin_and_the_scope(string role, string scope, int readStatus, int writeStatus)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk, scope: scope);
        zendesk.SetServiceRole(role);

        (await client.GetAsync("/api/v2/webhooks")).Status.ShouldBe(readStatus);
        (await client.PostAsync("/api/v2/webhooks", ForTriggers)).Status.ShouldBe(writeStatus);
    }

    [Fact]
    public async Task A_ticket_field_is_made_changed_and_deleted_by_admins_only_and_keeps_its_type()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        const string Fields = "/api/v2/ticket_fields";

        (await client.PostAsync(Fields, """{"ticket_field":{"type":"text"}}""")).Status.ShouldBe(422);
        var created = await client.PostAsync(Fields, """{"ticket_field":{"type":"integer","title":"Age","agent_description":"Years"}}""");
        created.Status.ShouldBe(201, created.Text);
        var id = created.Json.GetProperty("ticket_field").GetProperty("id").GetInt64();
        (await client.PutAsync($"{Fields}/{id}", """{"ticket_field":{"type":"text","active":false}}""")).Status.ShouldBe(200);
        zendesk.TicketFields.ShouldBe([new SimulatedTicketField(id, "Age", "integer", Active: false) { AgentDescription = "Years" }]);
        (await client.GetAsync($"{Fields}/{id}")).Json.GetProperty("ticket_field").GetProperty("agent_description").GetString().ShouldBe("Years");

        zendesk.SetServiceRole("agent");
        (await client.GetAsync(Fields)).Status.ShouldBe(200);
        (await client.DeleteAsync($"{Fields}/{id}")).Status.ShouldBe(403);
        zendesk.SetServiceRole("admin");
        (await client.DeleteAsync($"{Fields}/{id}")).Status.ShouldBe(204);
        (await client.DeleteAsync($"{Fields}/{id}")).Status.ShouldBe(404);
        zendesk.TicketFields.ShouldBeEmpty();
    }
}
