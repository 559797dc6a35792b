using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Waits for conditions instead of times.</summary>
internal static class Wait
{
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Between two looks the service's clock goes on by a step, at the pace of this machine.</summary>
    public static Task UntilAsync(FakeTimeProvider clock, TimeSpan step, Func<Task<bool>> condition) => UntilAsync(async () =>
    {
        if (await condition())
            return true;
        await MachinePace.KeepAsync();
        clock.Advance(step);
        return false;
    });

    /// <inheritdoc cref="UntilAsync(FakeTimeProvider, TimeSpan, Func{Task{bool}})"/>
    public static Task UntilAsync(FakeTimeProvider clock, TimeSpan step, Func<bool> condition) =>
        UntilAsync(clock, step, () => Task.FromResult(condition()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
    }
}
