using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using HelpdeskBridge.Http;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.Admin;

/// <summary>
/// Tells open pages that something has changed, as server-sent events. An event has no content: the page requests itself again, with its session,
/// so a stream shows nothing that the page would not.
/// </summary>
internal sealed class LiveUpdates(IDatabase database, AdminSessions sessions, IHostApplicationLifetime lifetime, BridgeClock clock)
{
    /// <summary>More pages than this are told to come back later.</summary>
    public const int MaxStreams = 50;

    /// <summary>How often the store is looked at, once for each page.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Ages and delays on a page change also when nothing happens.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(20);

    /// <summary>The browser then connects anew, and shows its session anew.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private int _streams;

    public static async Task<IResult> OpenAsync(string? conversation, HttpContext http, AdminSessions sessions, LiveUpdates updates)
    {
        // Not the admin API's filter: a page that is left open must not count as somebody who guesses the key.
        return await sessions.FindAsync(http, http.RequestAborted) is null
            ? Problems.Unauthorized("This page's session is over.")
            : TypedResults.ServerSentEvents(updates.WatchAsync(http, conversation, http.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<string>> WatchAsync(
        HttpContext http, string? conversation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _streams) > MaxStreams)
        {
            Interlocked.Decrement(ref _streams);
            yield return new SseItem<string>("", "busy");
            yield break;
        }

        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            var (opened, told, stamp) = (clock.Now, clock.Now, await FindStampAsync(conversation, ends.Token));
            yield return new SseItem<string>("", "watching");
            while (clock.Now - opened < MaxAge && await TryWaitAsync(ends.Token) && await sessions.FindAsync(http, ends.Token) is not null)
            {
                var next = await FindStampAsync(conversation, ends.Token) ?? stamp;
                if (next == stamp && clock.Now - told < MaxSilence)
                    continue;
                (told, stamp) = (clock.Now, next);
                yield return new SseItem<string>("", "changed");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task<bool> TryWaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Interval, clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    /// <returns>Null: the store can't be read now.</returns>
    private async Task<string?> FindStampAsync(string? conversation, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(
                store => conversation is null ? store.Activity.GetStampAsync() : store.Timeline.GetStampAsync(conversation), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
