using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace HelpdeskBridge.Tests.Simulators;

/// <summary>Waits for conditions instead of times.</summary>
internal static class Wait
{
    /// <summary>After this time a condition is taken to hold never. It judges no speed: no test comes near it, however busy the machine is.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Between two looks the service's clock goes on by a step, at the pace of this machine.</summary>
    public static Task UntilAsync(
        FakeTimeProvider clock, TimeSpan step, Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        return UntilAsync(GoOnAsync, what);

        async Task<bool> GoOnAsync()
        {
            if (await condition())
                return true;
            await MachinePace.KeepAsync();
            clock.Advance(step);
            return false;
        }
    }

    /// <inheritdoc cref="UntilAsync(FakeTimeProvider, TimeSpan, Func{Task{bool}}, string)"/>
    public static Task UntilAsync(
        FakeTimeProvider clock, TimeSpan step, Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(clock, step, () => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"Not in time: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
