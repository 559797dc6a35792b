using HelpdeskBridge.AgentFiles;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>Many downloads of agents' files from one helpdesk at the same time.</summary>
public sealed class AgentFileConcurrencyTests
{
    private int _links;

    [Fact]
    public async Task So_many_at_once_then_they_wait_for_a_place_but_not_for_ever_and_delay_no_other_helpdesk()
    {
        using var concurrency = Create(TimeSpan.FromMilliseconds(200));
        var first = await EnterAsync(concurrency);
        for (var i = 1; i < 32; i++)
            (await EnterAsync(concurrency, address: $"10.0.0.{i}")).ShouldNotBeNull();
        (await EnterAsync(concurrency, helpdesk: "other")).ShouldNotBeNull();

        (await EnterAsync(concurrency, address: "10.0.0.99")).ShouldBeNull();
        var waiting = EnterAsync(concurrency, address: "10.0.0.99");
        first!.Dispose();
        (await waiting).ShouldNotBeNull();
    }

    [Fact]
    public async Task Readers_of_one_link_leave_places_for_the_readers_of_others()
    {
        using var concurrency = Create(TimeSpan.FromMilliseconds(200));
        for (var i = 0; i < 4; i++)
            (await EnterAsync(concurrency, token: "greedy", address: $"10.0.0.{i}")).ShouldNotBeNull();

        (await EnterAsync(concurrency, token: "greedy", address: "10.0.0.9")).ShouldBeNull();
        (await EnterAsync(concurrency, token: "innocent", address: "10.0.0.9")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Readers_at_one_address_leave_places_for_those_at_others()
    {
        using var concurrency = Create(TimeSpan.FromMilliseconds(200));
        for (var i = 0; i < 24; i++)
            (await EnterAsync(concurrency)).ShouldNotBeNull();

        (await EnterAsync(concurrency)).ShouldBeNull();
        (await EnterAsync(concurrency, address: "10.0.0.9")).ShouldNotBeNull();
        (await EnterAsync(concurrency, helpdesk: "other")).ShouldNotBeNull();
    }

    private static AgentFileConcurrency Create(TimeSpan timeout) =>
        new(new DeliveryOptions { RequestTimeout = timeout }.AsOptions(), ClusterShare.Alone);

    private async Task<IDisposable?> EnterAsync(
        AgentFileConcurrency concurrency, string helpdesk = "main", string? token = null, string address = "10.0.0.1") =>
        await concurrency.EnterAsync(
            new AgentFileReader(helpdesk, token ?? $"link {_links++}", address), TestContext.Current.CancellationToken);
}
