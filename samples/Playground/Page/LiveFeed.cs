using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.Playground;

/// <summary>
/// Server-sent events for the page: every journal entry once and in order, and an event "changed" without data when chats or tickets
/// may have changed. A page that reconnects continues after the last event it received.
/// </summary>
internal sealed class LiveFeed
{
    private readonly PlaygroundHost _playground;
    private readonly CancellationToken _stopping;
    private readonly Lock _gate = new();
    private readonly List<Channel<JournalEntry?>> _subscribers = [];

    // Entry numbers start again at 1 with each run. The run id lets a page that was open during a restart notice that.
    private readonly string _runId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    public LiveFeed(PlaygroundHost playground, CancellationToken stopping)
    {
        (_playground, _stopping) = (playground, stopping);
        playground.Journal.Written += entry =>
        {
            if (IsBridgeExchange(entry))
                Send(entry);
        };
        playground.Jaicp.ChatChanged += _ => SendChanged();
    }

    public void Map(WebApplication app) => app.MapGet("/api/events", (HttpContext http) =>
    {
        var lastEventId = http.Request.Headers["Last-Event-ID"].ToString().Split('-');
        var from = lastEventId is [var run, var number] && run == _runId && long.TryParse(number, out var last) ? last : 0;
        return TypedResults.ServerSentEvents(SubscribeAsync(from, http.RequestAborted));
    });

    /// <summary>Tells every open page to load chats and tickets again.</summary>
    public void SendChanged() => Send(null);

    private void Send(JournalEntry? entry)
    {
        lock (_gate)
        {
            foreach (var subscriber in _subscribers)
                subscriber.Writer.TryWrite(entry);
        }
    }

    private async IAsyncEnumerable<SseItem<object>> SubscribeAsync(long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        var subscriber = Channel.CreateUnbounded<JournalEntry?>();
        lock (_gate)
            _subscribers.Add(subscriber);
        try
        {
            if (last == 0)
                yield return new SseItem<object>(new { }, "begin");
            foreach (var entry in _playground.Journal.Entries.Where(entry => entry.Number > last && IsBridgeExchange(entry)))
            {
                last = entry.Number;
                yield return CreateItem(entry);
            }

            yield return new SseItem<object>(new { }, "changed");
            while (await WaitAsync(subscriber.Reader, ended.Token))
            {
                while (subscriber.Reader.TryRead(out var entry))
                {
                    // An entry written between subscribing and reading the journal was sent already.
                    if (entry is null)
                        yield return new SseItem<object>(new { }, "changed");
                    else if (entry.Number > last)
                        yield return CreateItem(entry);
                }
            }
        }
        finally
        {
            lock (_gate)
                _subscribers.Remove(subscriber);
        }
    }

    private static async Task<bool> WaitAsync(ChannelReader<JournalEntry?> reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>False for profile photos, which the browser requests for this page.</summary>
    private static bool IsBridgeExchange(JournalEntry entry) => !entry.Path.StartsWith("/system/photos/", StringComparison.Ordinal);

    private SseItem<object> CreateItem(JournalEntry entry)
    {
        var (from, to) = entry.Direction == JournalDirection.Taken ? ("Bridge", entry.System) : (entry.System, "Bridge");
        var shown = new
        {
            entry.Number,
            At = entry.At + entry.Took, // exchanges are in the order in which they ended
            From = from,
            To = to,
            entry.Method,
            entry.Path,
            entry.Status,
            Milliseconds = Math.Round(entry.Took.TotalMilliseconds),
            entry.Summary,
        };
        return new SseItem<object>(shown, "exchange") { EventId = $"{_runId}-{entry.Number}" };
    }
}
