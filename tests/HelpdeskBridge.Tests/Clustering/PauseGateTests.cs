using HelpdeskBridge.Clustering;
using HelpdeskBridge.Tests.Simulators;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Clustering;

/// <summary>What a process may send after it has stood still.</summary>
public sealed class PauseGateTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly PauseGate _gate;
    private int _looks;
    private Func<bool> _isMember = () => true;

    public PauseGateTests() => _gate = new PauseGate(
        () =>
        {
            _looks++;
            return Task.FromResult(_isMember());
        },
        _clock,
        NullLogger<PauseGate>.Instance);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _gate.StartAsync(CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _gate.StopAsync(CancellationToken);
        _gate.Dispose();
    }

    [Fact]
    public void Without_a_pause_it_sends_without_a_look_at_the_list()
    {
        _clock.Advance(PauseGate.MaxPause);

        _gate.WaitAsync(CancellationToken).AsTask().IsCompleted.ShouldBeTrue();
        _looks.ShouldBe(0);
    }

    [Fact]
    public async Task After_a_pause_it_sends_once_the_list_says_that_it_is_a_member()
    {
        _isMember = () => _looks > 1 ? true : throw new TimeoutException("The list can't be read.");
        _clock.Advance(PauseGate.MaxPause * 2);
        var sending = _gate.WaitAsync(CancellationToken).AsTask();
        sending.IsCompleted.ShouldBeFalse();

        await PassUntilAsync(() => sending.IsCompleted);
        await sending;
        _looks.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_pause_while_the_list_is_read_is_one_as_well()
    {
        _isMember = () =>
        {
            // What the list said is as old as the pause.
            if (_looks == 1)
                _clock.Advance(PauseGate.MaxPause * 2);
            return true;
        };
        _clock.Advance(PauseGate.MaxPause * 2);
        var sending = _gate.WaitAsync(CancellationToken).AsTask();

        await PassUntilAsync(() => sending.IsCompleted);
        _looks.ShouldBe(2);
    }

    [Fact]
    public async Task A_process_that_was_declared_dead_sends_nothing_any_more()
    {
        _isMember = () => false;
        _clock.Advance(PauseGate.MaxPause * 2);
        using var timeout = new CancellationTokenSource();
        var sending = _gate.WaitAsync(timeout.Token).AsTask();

        await PassUntilAsync(() => _looks > 10);
        sending.IsCompleted.ShouldBeFalse();
        await timeout.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    /// <summary>Lets the time pass until something has happened.</summary>
    private Task PassUntilAsync(Func<bool> condition) => Wait.UntilAsync(_clock, TimeSpan.FromMilliseconds(200), condition);
}
