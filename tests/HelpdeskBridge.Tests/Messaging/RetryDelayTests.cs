using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Tests.Messaging;

public sealed class RetryDelayTests
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
        Policy(DeliveryOptions.DefaultRetryDelays).GetDelay(attempts, null).ShouldBe(TimeSpan.Parse(wait, null));

    [Theory]
    [InlineData(1, "00:00:20", "00:00:20")]
    [InlineData(10, "00:00:00.5000000", "00:00:00.5000000")]
    [InlineData(1, "02:00:00", "01:00:00")]
    [InlineData(2, "00:00:00", "00:00:03")]
    [InlineData(2, "-00:00:05", "00:00:03")]
    public void What_the_other_side_asks_for_wins_unless_it_asks_for_nothing(int attempts, string retryAfter, string wait) =>
        Policy(DeliveryOptions.DefaultRetryDelays).GetDelay(attempts, TimeSpan.Parse(retryAfter, null)).ShouldBe(TimeSpan.Parse(wait, null));

    /// <summary>Attempts, and seconds on both sides of the longest Retry-After.</summary>
    public static Arbitrary<int> Numbers() => Gen.Choose(-10_000, 10_000).ToArbitrary();

    [Property(MaxTest = 300, Arbitrary = [typeof(RetryDelayTests)])]
    public void A_wait_is_one_of_those_set_and_waits_that_rise_rise(int attempts, ushort[] steps)
    {
        var delays = Rising(steps);
        var wait = Policy(delays).GetDelay(attempts, null);

        delays.ShouldContain(wait);
        Policy(delays).GetDelay(attempts + 1, null).ShouldBeGreaterThanOrEqualTo(wait);
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(RetryDelayTests)])]
    public void A_retry_after_is_followed_up_to_an_hour_and_never_into_the_past(int attempts, ushort[] steps, int retryAfterSeconds)
    {
        var retryAfter = TimeSpan.FromSeconds(retryAfterSeconds);
        var wait = Policy(Rising(steps)).GetDelay(attempts, retryAfter);

        wait.ShouldBe(retryAfter <= TimeSpan.Zero ? Policy(Rising(steps)).GetDelay(attempts, null) : retryAfter < RetryPolicy.MaxRetryAfter
            ? retryAfter
            : RetryPolicy.MaxRetryAfter);
        wait.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void A_single_wait_serves_every_attempt() =>
        Policy([TimeSpan.FromSeconds(2)]).GetDelay(7, null).ShouldBe(TimeSpan.FromSeconds(2));

    private static RetryPolicy Policy(IReadOnlyList<TimeSpan> delays) => new(delays, giveUpAfter: TimeSpan.FromDays(1));

    /// <summary>Never empty: the settings refuse that.</summary>
    private static List<TimeSpan> Rising(ushort[] steps)
    {
        var delays = new List<TimeSpan> { TimeSpan.FromSeconds(1) };
        foreach (var step in steps)
            delays.Add(delays[^1] + TimeSpan.FromMilliseconds(step));
        return delays;
    }
}
