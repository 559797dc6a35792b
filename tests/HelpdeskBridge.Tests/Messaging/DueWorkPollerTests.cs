using System.Collections.Concurrent;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Tests.Simulators;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Messaging;

/// <summary>What the poller does for its sources after a start, and after the clock was set back.</summary>
public sealed class DueWorkPollerTests
{
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_failed_for_a_source_is_tried_again_with_the_next_poll_and_keeps_no_other_from_its_work()
    {
        var (failing, working) = (new Source(failures: 2), new Source(failures: 0));
        var clock = new BridgeClock(_time);
        using var poller = new DueWorkPoller([failing, working], new DueTimer(clock), clock, NullLogger<DueWorkPoller>.Instance);
        await poller.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => failing.Calls.Contains("wake"));
        _time.AdjustTime(_time.GetUtcNow() - TwoHours);
        await UntilAsync(() => !failing.MovedEarlierBy.IsEmpty);
        await poller.StopAsync(TestContext.Current.CancellationToken);

        failing.Calls.Take(3).ShouldBe(["resume fails", "resume fails", "resume"]);
        failing.Calls.Count(call => call == "move fails").ShouldBe(2);
        failing.MovedEarlierBy.ShouldHaveSingleItem().ShouldBeInRange(TwoHours / 2, TwoHours);
        working.Calls.Count(call => call == "resume").ShouldBe(1);
        working.MovedEarlierBy.ShouldHaveSingleItem();
    }

    private Task UntilAsync(Func<bool> condition) => Wait.UntilAsync(() =>
    {
        if (condition())
            return true;
        _time.Advance(TimeSpan.FromSeconds(1));
        return false;
    });

    /// <summary>A source of work that can't use the store a few times.</summary>
    private sealed class Source(int failures) : IDueWork
    {
        private int _failedResumes;
        private int _failedMoves;

        public ConcurrentQueue<string> Calls { get; } = [];

        public ConcurrentQueue<TimeSpan> MovedEarlierBy { get; } = [];

        public Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            Do("resume", ref _failedResumes);
            return Task.CompletedTask;
        }

        public Task MoveEarlierAsync(DateTimeOffset now, TimeSpan by, CancellationToken cancellationToken)
        {
            Do("move", ref _failedMoves);
            MovedEarlierBy.Enqueue(by);
            return Task.CompletedTask;
        }

        public Task<DateTimeOffset?> WakeDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
        {
            Calls.Enqueue("wake");
            return Task.FromResult<DateTimeOffset?>(null);
        }

        private void Do(string call, ref int failed)
        {
            var fails = failed < failures;
            Calls.Enqueue(fails ? $"{call} fails" : call);
            if (!fails)
                return;
            failed++;
            throw new InvalidOperationException("The store can't be used now.");
        }
    }
}
