using System.Diagnostics;
using HelpdeskBridge.LoadTests.Targets;

namespace HelpdeskBridge.LoadTests.Clients;

/// <summary>Clients and agents who write into chats at a steady rate, however long the service takes, until it is disposed.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    public const int TextsPerSecond = 100;
    public const int CommentsPerSecond = 25;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writing;

    private SteadyLoad(World world, OpenChats chats, Range range)
    {
        var (first, count) = range.GetOffsetAndLength(chats.Count);
        _writing = Task.WhenAll(
            Task.Run(() => WriteTextsAsync(world, number => OpenChats.GetUser(first + (int)(number % count)))),
            Task.Run(() => WriteCommentsAsync(world, number => chats.GetTicket(first + (int)(number % count)))));
    }

    /// <param name="world">The service and what is around it.</param>
    /// <param name="chats">Open chats.</param>
    /// <param name="range">Those that are written into in turn.</param>
    public static SteadyLoad Start(World world, OpenChats chats, Range range) => new(world, chats, range);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _writing;
        _stopping.Dispose();
    }

    private async Task WriteTextsAsync(World world, Func<long, string> getUser)
    {
        using var connection = await RawConnection.OpenAsync(world.Bridge.Api, CancellationToken.None);
        await RepeatAsync(TextsPerSecond, async number =>
        {
            var call = Load.CreateCall(world.Bridge.Api, "sendText", $$"""{"userId":"{{getUser(number)}}","text":"Text {{number}}"}""");
            if (await connection.CallAsync(call, CancellationToken.None) != 200)
                throw new InvalidOperationException("The service refused a text.");
        });
    }

    private Task WriteCommentsAsync(World world, Func<long, long> getTicket) => RepeatAsync(CommentsPerSecond, number =>
    {
        world.Zendesk.AgentReply(getTicket(number), $"Comment {number}");
        return Task.CompletedTask;
    });

    /// <summary>What is late is made up for, so that the rate stays what it is.</summary>
    private async Task RepeatAsync(int perSecond, Func<long, Task> act)
    {
        var started = Stopwatch.GetTimestamp();
        for (var number = 0L; !_stopping.IsCancellationRequested; number++)
        {
            var wait = TimeSpan.FromSeconds((double)number / perSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, TimeProvider.System);
            await act(number);
        }
    }
}
