using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Tests.Rules;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, "00:00:01")]
    [InlineData(1, "00:00:01")]
    [InlineData(2, "00:00:03")]
    [InlineData(3, "00:00:10")]
    [InlineData(4, "00:00:30")]
    [InlineData(5, "00:01:00")]
    [InlineData(10, "01:00:00")]
    [InlineData(11, "01:00:00")]
    [InlineData(int.MaxValue, "01:00:00")]
    public void The_waits_grow_as_set_and_the_last_one_repeats(int attempts, string wait) =>
        Backoff.After(attempts, DeliveryOptions.DefaultRetryDelays, retryAfter: null).ShouldBe(TimeSpan.Parse(wait, null));

    [Theory]
    [InlineData(1, "00:00:20", "00:00:20")]
    [InlineData(10, "00:00:00.5000000", "00:00:00.5000000")]
    [InlineData(1, "02:00:00", "01:00:00")]
    [InlineData(2, "00:00:00", "00:00:03")]
    [InlineData(2, "-00:00:05", "00:00:03")]
    public void What_the_other_side_asks_for_wins_unless_it_asks_for_nothing(int attempts, string retryAfter, string wait) =>
        Backoff.After(attempts, DeliveryOptions.DefaultRetryDelays, TimeSpan.Parse(retryAfter, null)).ShouldBe(TimeSpan.Parse(wait, null));

    [Fact]
    public void A_single_wait_serves_every_attempt() =>
        Backoff.After(7, [TimeSpan.FromSeconds(2)], retryAfter: null).ShouldBe(TimeSpan.FromSeconds(2));
}
