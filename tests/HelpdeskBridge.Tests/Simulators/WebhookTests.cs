using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HelpdeskBridge.Simulators.Zendesk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Tests.Simulators;

public sealed class WebhookTests
{
    private const string Secret = "dGhpc19pc19hX3NlY3JldF9mb3JfdGVzdHM=";

    [Theory]
    [InlineData(WebhookForm.EventSubscription)]
    [InlineData(WebhookForm.Trigger)]
    public async Task The_signature_verifies_over_the_raw_bytes(WebhookForm form)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { Webhook = new Webhook(receiver.Url, Secret, form) });
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync("Grüße “aus” Köln");
        zendesk.AgentReply(ticket, "Hello", status: TicketStatus.Solved);
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);

        receiver.Calls.ShouldNotBeEmpty();
        foreach (var call in receiver.Calls)
        {
            byte[] signed = [.. Encoding.UTF8.GetBytes(call.Timestamp), .. call.Body];
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)).ShouldBe(call.Signature);
        }
    }

    [Fact]
    public async Task Replying_and_solving_at_once_announces_both()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.Webhook = new Webhook(receiver.Url, Secret);

        zendesk.AgentReply(ticket, "Done", status: TicketStatus.Solved);
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);

        var events = receiver.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement).ToArray();
        events.Select(Type).ShouldBe(["comment_added", "status_changed", "agent_assignment_changed"]);
        events[0].GetProperty("event").GetProperty("comment").GetProperty("author").GetProperty("is_staff").GetBoolean().ShouldBeTrue();
        events[1].GetProperty("event").GetProperty("current").GetString().ShouldBe("SOLVED");
        events[1].GetProperty("detail").GetProperty("id").GetString().ShouldBe(ticket.ToString(null, null));
        Encoding.UTF8.GetString(receiver.Calls.First().Body).ShouldSatisfyAllConditions(
            text => text.ShouldStartWith("{\n   \"account_id\""),
            text => text.ShouldEndWith("}\n"));

        static string Type(JsonElement body) => body.GetProperty("type").GetString()!.Replace("zen:event-type:ticket.", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_503_with_a_short_Retry_After_is_tried_again_with_the_same_invocation_and_a_500_is_not()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { Webhook = new Webhook(receiver.Url, Secret, WebhookForm.Trigger) });
        using var client = await ZendeskClient.SignInAsync(zendesk);

        receiver.Answers.Enqueue((503, "0"));
        var ticket = await client.OpenTicketAsync();
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);
        receiver.Answers.Enqueue((500, "0"));
        zendesk.AgentReply(ticket, "Hello");
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);

        zendesk.WebhookDeliveries.Select(delivery => (delivery.Attempts, delivery.Outcome))
            .ShouldBe([(2, WebhookOutcome.Delivered), (1, WebhookOutcome.Failed)]);
        receiver.Calls.Select(call => call.InvocationId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Webhooks_can_be_lost_and_doubled()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var zendesk = await SimulatedZendesk.StartAsync(new() { Webhook = new Webhook(receiver.Url, Secret, WebhookForm.Trigger) });
        using var client = await ZendeskClient.SignInAsync(zendesk);
        zendesk.WebhookFaults.DropRate = 1;
        var ticket = await client.OpenTicketAsync();
        zendesk.WebhookFaults.DropRate = 0;
        zendesk.WebhookFaults.DuplicateRate = 1;
        zendesk.AgentReply(ticket, "Hello");
        await Wait.UntilAsync(() => zendesk.PendingWebhooks == 0);

        receiver.Calls.Count.ShouldBe(2);
        zendesk.WebhookDeliveries.Count(delivery => delivery.Outcome == WebhookOutcome.Dropped).ShouldBe(1);
    }

    /// <summary>Takes webhooks and answers as set, 200 otherwise.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<Call> Calls { get; } = [];

        public ConcurrentQueue<(int Status, string RetryAfter)> Answers { get; } = [];

        public Uri Url => new($"{app.Urls.First()}/hook");

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var receiver = new Receiver(builder.Build());
            await receiver.ListenAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task ListenAsync()
        {
            app.Run(TakeAsync);
            return app.StartAsync();
        }

        private async Task TakeAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var headers = http.Request.Headers;
            Calls.Enqueue(new Call(
                headers["X-Zendesk-Webhook-Invocation-Id"].ToString(),
                headers["X-Zendesk-Webhook-Signature-Timestamp"].ToString(),
                headers["X-Zendesk-Webhook-Signature"].ToString(),
                body.ToArray()));
            if (!Answers.TryDequeue(out var answer))
                return;
            http.Response.StatusCode = answer.Status;
            http.Response.Headers.RetryAfter = answer.RetryAfter;
        }
    }

    private sealed record Call(string InvocationId, string Timestamp, string Signature, byte[] Body);
}
