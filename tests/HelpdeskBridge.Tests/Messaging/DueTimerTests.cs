using HelpdeskBridge.Messaging;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Messaging;

public sealed class DueTimerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_time_between_two_milliseconds_is_waited_for_until_the_next_one()
    {
        var time = new FakeTimeProvider();
        var clock = new BridgeClock(time);
        var waiting = new DueTimer(clock).WaitAsync(clock.Now + TimeSpan.FromMilliseconds(0.4), Cancellation);

        waiting.IsCompleted.ShouldBeFalse("the poller would look at the store again and again until the millisecond is over");
        time.Advance(TimeSpan.FromMilliseconds(1));
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }
}
