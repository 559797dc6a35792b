using System.Diagnostics;
using HelpdeskBridge.Simulators;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Simulators;

public sealed class FaultTests
{
    private const string Comment = """{"ticket":{"comment":{"body":"more","public":true}}}""";

    [Fact]
    public async Task Accept_then_reset_does_what_was_asked_and_loses_the_answer()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        zendesk.Faults.Add(FaultMode.AcceptThenReset, times: 1, where: request => request.Operation == ZendeskOperation.UpdateTicket);

        await Should.ThrowAsync<HttpRequestException>(() => client.PutAsync($"/api/v2/tickets/{ticket}", Comment));

        zendesk.Comments(ticket).Count.ShouldBe(2);
        await Wait.UntilAsync(() => zendesk.Journal.Entries.Any(entry => entry is { Method: "PUT", Status: null }));
        (await client.PutAsync($"/api/v2/tickets/{ticket}", Comment)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Reset_before_taking_does_nothing()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        using (zendesk.Faults.Add(FaultMode.ResetBeforeTaking))
            await Should.ThrowAsync<HttpRequestException>(() => client.PutAsync($"/api/v2/tickets/{ticket}", Comment));

        zendesk.Comments(ticket).Count.ShouldBe(1);
        (await client.PutAsync($"/api/v2/tickets/{ticket}", Comment)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(FaultMode.Refuse503, 503)]
    [InlineData(FaultMode.InternalError500, 500)]
    [InlineData(FaultMode.Html502, 502)]
    [InlineData(FaultMode.TooMany429, 429)]
    public async Task A_refusal_is_answered_as_often_as_asked_for_and_does_nothing(FaultMode mode, int status)
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var rule = zendesk.Faults.Add(mode, times: 1, retryAfter: TimeSpan.FromSeconds(7));

        (await client.PutAsync($"/api/v2/tickets/{ticket}", Comment)).Status.ShouldBe(status);
        (await client.PutAsync($"/api/v2/tickets/{ticket}", Comment)).Status.ShouldBe(200);

        rule.Hits.ShouldBe(1);
        zendesk.Comments(ticket).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_helpdesk_that_went_down_refuses_connections_and_comes_back_on_its_port_with_everything_it_had()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var ticket = await client.OpenTicketAsync();
        var url = zendesk.Url;

        await zendesk.StopListeningAsync();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync($"/api/v2/tickets/{ticket}"));
        await zendesk.StartListeningAsync();

        zendesk.Url.ShouldBe(url);
        (await client.GetAsync($"/api/v2/tickets/{ticket}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_hanging_helpdesk_lets_go_when_it_goes_down()
    {
        await using var zendesk = await SimulatedZendesk.StartAsync();
        using var client = await ZendeskClient.SignInAsync(zendesk);
        var rule = zendesk.Faults.Add(FaultMode.Hang);
        var hanging = client.GetAsync("/api/v2/users/me");
        await Wait.UntilAsync(() => rule.Hits == 1);
        var started = Stopwatch.GetTimestamp();

        await zendesk.StopListeningAsync();

        await Should.ThrowAsync<HttpRequestException>(() => hanging);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
