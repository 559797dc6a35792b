using HelpdeskBridge.AgentFiles;
using HelpdeskBridge.Options;
using HelpdeskBridge.Tests.Settings;

namespace HelpdeskBridge.Tests.Attachments;

/// <summary>Many downloads of agents' files from one helpdesk at the same time.</summary>
public sealed class AgentFileConcurrencyTests
{
    [Fact]
    public async Task So_many_at_once_then_they_wait_for_a_place_but_not_for_ever_and_delay_no_other_helpdesk()
    {
        using var concurrency = new AgentFileConcurrency(new DeliveryOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }.AsOptions());
        var first = await concurrency.EnterAsync("main", TestContext.Current.CancellationToken);
        for (var i = 1; i < 32; i++)
            (await concurrency.EnterAsync("main", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await concurrency.EnterAsync("other", TestContext.Current.CancellationToken)).ShouldNotBeNull();

        (await concurrency.EnterAsync("main", TestContext.Current.CancellationToken)).ShouldBeNull();
        var waiting = concurrency.EnterAsync("main", TestContext.Current.CancellationToken);
        first!.Dispose();
        (await waiting).ShouldNotBeNull();
    }
}
