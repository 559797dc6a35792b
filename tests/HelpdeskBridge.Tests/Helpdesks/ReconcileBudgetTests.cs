using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Tests.Helpdesks;

public sealed class ReconcileBudgetTests
{
    /// <summary>A reading is two requests, so 400 a minute leave 40 readings a minute to sweeps: 80 requests, a fifth.</summary>
    [Theory]
    [InlineData(400, "00:01:00", 40)]
    [InlineData(400, "00:05:00", 200)]
    [InlineData(400, "00:00:15", 10)]
    [InlineData(700, "00:01:00", 70)]
    [InlineData(10, "00:01:00", 1)]
    [InlineData(1, "00:00:01", 1)]
    public void With_webhooks_sweeps_may_use_a_fifth_of_the_budget(int perMinute, string every, int readings) =>
        ReconcileBudget.GetMaxReads(new HelpdeskOptions { RequestsPerMinute = perMinute, ReconcileEvery = TimeSpan.Parse(every, null),
            PollEvery = TimeSpan.FromHours(1) }).ShouldBe(readings);

    [Theory]
    [InlineData(400, "00:01:00", 100)]
    [InlineData(400, "00:00:05", 8)]
    [InlineData(10, "00:00:05", 1)]
    public void Where_sweeps_are_the_only_source_of_changes_they_may_use_half_of_the_budget(int perMinute, string every, int readings) =>
        ReconcileBudget.GetMaxReads(new HelpdeskOptions
        {
            Feed = HelpdeskFeed.Poll, RequestsPerMinute = perMinute, PollEvery = TimeSpan.Parse(every, null), ReconcileEvery = TimeSpan.FromHours(1),
        }).ShouldBe(readings);
}
