using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Network;
using HelpdeskBridge.RequestTracker.Limits;

namespace HelpdeskBridge.Tests.RequestTracker;

/// <summary>What one process may ask an account.</summary>
public sealed class RequestLimitsTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 5)]
    [InlineData(20, 1)]
    public async Task Each_process_takes_an_equal_part_of_the_requests_per_minute(int processes, int part)
    {
        using var limits = new RequestLimits(new HelpdeskOptions { RequestsPerMinute = 10 }, new Share(processes));
        for (var request = 0; request < part; request++)
        {
            using var place = await limits.AcquireAsync(TestContext.Current.CancellationToken);
            place.ShouldNotBeNull();
        }

        using var cancelled = new CancellationTokenSource();
        var next = limits.AcquireAsync(cancelled.Token);
        next.IsCompleted.ShouldBeFalse();
        limits.GetUse().ShouldBe(new BudgetUse(part, 1, part));
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    private sealed class Share(int processes) : ClusterShare
    {
        public override int Processes => processes;
    }
}
