using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.Playground;

/// <summary>
/// Server-sent events for the page: every journal entry once and in order, and a bare "changed" when chats or tickets may look
/// different. A page that reconnects goes on where it stopped.
/// </summary>
internal sealed class LiveFeed
{
    private readonly World _world;
    private readonly CancellationToken _stopping;
    private readonly Lock _gate = new();
    private readonly List<Channel<JournalEntry?>> _watchers = [];

    // Entry numbers begin anew with each run: a page left open over a restart must notice.
    private readonly string _run = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    public LiveFeed(World world, CancellationToken stopping)
    {
        (_world, _stopping) = (world, stopping);
        world.Journal.Written += entry =>
        {
            if (IsOfBridge(entry))
                Send(entry);
        };
        world.Jaicp.ChatChanged += _ => Changed();
    }

    public void Map(WebApplication app) => app.MapGet("/api/events", (HttpContext http) =>
    {
        var seen = http.Request.Headers["Last-Event-ID"].ToString().Split('-');
        var from = seen is [var run, var number] && run == _run && long.TryParse(number, out var last) ? last : 0;
        return TypedResults.ServerSentEvents(WatchAsync(from, http.RequestAborted));
    });

    /// <summary>Tells every open page to look again.</summary>
    public void Changed() => Send(null);

    private void Send(JournalEntry? entry)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(entry);
        }
    }

    private async IAsyncEnumerable<SseItem<object>> WatchAsync(long last, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, _stopping);
        var watcher = Channel.CreateUnbounded<JournalEntry?>();
        lock (_gate)
            _watchers.Add(watcher);
        try
        {
            if (last == 0)
                yield return new SseItem<object>(new { }, "begin");
            foreach (var entry in _world.Journal.Entries.Where(entry => entry.Number > last && IsOfBridge(entry)))
            {
                last = entry.Number;
                yield return Item(entry);
            }

            yield return new SseItem<object>(new { }, "changed");
            while (await WaitAsync(watcher.Reader, end.Token))
            {
                while (watcher.Reader.TryRead(out var entry))
                {
                    // What was written between subscribing and reading the journal has been sent already.
                    if (entry is null)
                        yield return new SseItem<object>(new { }, "changed");
                    else if (entry.Number > last)
                        yield return Item(entry);
                }
            }
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(watcher);
        }
    }

    private static async Task<bool> WaitAsync(ChannelReader<JournalEntry?> reader, CancellationToken end)
    {
        try
        {
            return await reader.WaitToReadAsync(end);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Portraits are fetched by the browser that shows this page.</summary>
    private static bool IsOfBridge(JournalEntry entry) => !entry.Path.StartsWith("/system/photos/", StringComparison.Ordinal);

    private SseItem<object> Item(JournalEntry entry)
    {
        var (from, to) = entry.Direction == JournalDirection.Taken ? ("Bridge", entry.System) : (entry.System, "Bridge");
        var shown = new
        {
            entry.Number,
            At = entry.At + entry.Took, // the journal's order is that of the ends
            From = from,
            To = to,
            entry.Method,
            entry.Path,
            entry.Status,
            Milliseconds = Math.Round(entry.Took.TotalMilliseconds),
            entry.Summary,
        };
        return new SseItem<object>(shown, "exchange") { EventId = $"{_run}-{entry.Number}" };
    }
}
