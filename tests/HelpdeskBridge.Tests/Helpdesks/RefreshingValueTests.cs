using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Helpdesks;

/// <summary>A value that is refreshed in the background.</summary>
public sealed class RefreshingValueTests
{
    private readonly FakeTimeProvider _clock = BridgeApp.NewClock();
    private readonly List<TaskCompletionSource<string?>> _reads = [];

    [Fact]
    public async Task Callers_before_the_first_value_wait_for_one_read_together()
    {
        var value = Create();
        var callers = new[] { value.GetAsync(), value.GetAsync() };
        (await ReadAsync(1)).SetResult("first");

        (await Task.WhenAll(callers)).ShouldAllBe(known => known == new ReadValue<string>("first", false));
        _reads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_waits_for_long_for_the_first_value() =>
        (await Create(maxWait: TimeSpan.FromMilliseconds(10)).GetAsync()).ShouldBe(new ReadValue<string>(null, false));

    [Fact]
    public async Task An_old_value_is_given_at_once_and_refreshed_in_the_background()
    {
        var value = await CreateKnownAsync("first");
        _clock.Advance(TimeSpan.FromSeconds(29));
        (await value.GetAsync()).Value.ShouldBe("first");
        _reads.Count.ShouldBe(1, "it is still fresh");

        _clock.Advance(TimeSpan.FromSeconds(1));
        (await value.GetAsync()).Value.ShouldBe("first");
        value.GetWithoutWaiting().Value.ShouldBe("first");
        var second = await ReadAsync(2);
        var refresh = value.RefreshAsync();
        second.SetResult("second");
        (await refresh).Value.ShouldBe("second");
        _reads.Count.ShouldBe(2);
    }

    [Fact]
    public async Task While_it_can_not_be_read_the_last_value_stays_and_reading_is_tried_again_after_a_while()
    {
        var value = await CreateKnownAsync("first");
        _clock.Advance(TimeSpan.FromSeconds(30));
        var refresh = value.RefreshAsync();
        (await ReadAsync(2)).SetResult(null);
        (await refresh).ShouldBe(new ReadValue<string>("first", LastReadFailed: true));

        _clock.Advance(TimeSpan.FromSeconds(4));
        value.GetWithoutWaiting().LastReadFailed.ShouldBeTrue();
        _reads.Count.ShouldBe(2, "it is not tried again yet");
        _clock.Advance(TimeSpan.FromSeconds(1));
        value.GetWithoutWaiting();
        var third = await ReadAsync(3);
        refresh = value.RefreshAsync();
        third.SetException(new InvalidOperationException());
        await Should.ThrowAsync<InvalidOperationException>(() => refresh);
        value.Current.ShouldBe(new ReadValue<string>("first", LastReadFailed: true));
    }

    /// <param name="maxWait">How long a caller waits for the first value; as long as a test may take when absent.</param>
    private RefreshingValue<string> Create(TimeSpan? maxWait = null) => new(
        _ =>
        {
            var read = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_reads)
                _reads.Add(read);
            return read.Task;
        },
        freshFor: TimeSpan.FromSeconds(30),
        retryAfter: TimeSpan.FromSeconds(5),
        new BridgeClock(_clock))
    {
        MaxWaitForFirstValue = maxWait ?? TimeSpan.FromMinutes(5),
    };

    private async Task<RefreshingValue<string>> CreateKnownAsync(string known)
    {
        var value = Create();
        var refresh = value.RefreshAsync();
        (await ReadAsync(1)).SetResult(known);
        await refresh;
        return value;
    }

    /// <summary>The read with this number, once it has started.</summary>
    private async Task<TaskCompletionSource<string?>> ReadAsync(int number)
    {
        for (var i = 0; ; i++)
        {
            i.ShouldBeLessThan(20_000, $"read {number} does not start");
            lock (_reads)
            {
                if (_reads.Count >= number)
                    return _reads[number - 1];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
