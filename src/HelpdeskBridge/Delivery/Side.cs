using System.Collections.Concurrent;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>Somebody messages are sent to: a helpdesk account, or a channel's webhook at JAICP. One that is slow or down holds up no other.</summary>
internal readonly record struct Side(Direction Direction, string Name)
{
    public static Side Of(Conversation conversation, Direction direction) =>
        new(direction, direction == Direction.ToHelpdesk ? conversation.Helpdesk : conversation.Client.Channel);

    public static Side Helpdesk(string name) => new(Direction.ToHelpdesk, name);
}

/// <summary>How many lanes may send to a side at the same time. Lanes beyond that wait before they claim a message, in the order they came.</summary>
internal sealed class Turnstiles
{
    private const int AtOnce = 32;

    private readonly ConcurrentDictionary<Side, SemaphoreSlim> _bySide = new();

    public async Task<Turn> EnterAsync(Side side, CancellationToken cancellation)
    {
        var places = _bySide.GetOrAdd(side, _ => new SemaphoreSlim(AtOnce, AtOnce));
        var entered = places.WaitAsync(cancellation);
        var waited = !entered.IsCompleted;
        await entered;
        return new Turn(places, waited);
    }

    internal readonly struct Turn(SemaphoreSlim places, bool waited) : IDisposable
    {
        /// <summary>Something may have changed since the lane was looked at.</summary>
        public bool Waited => waited;

        public void Dispose() => places.Release();
    }
}

/// <summary>Notices when a side that could not be reached answers again, and wakes what waited for that, instead of letting each message sit out its own delay.</summary>
internal sealed partial class Recovery(IDatabase database, DueAlarm alarm, BridgeClock clock, ILogger<Recovery> log)
{
    /// <summary>Whether each side was reached last. One not heard of since the start counts as not reached: messages may wait for it since before.</summary>
    private readonly ConcurrentDictionary<Side, bool> _reached = new();

    /// <summary>Sides that could not be reached last.</summary>
    public IReadOnlyList<Side> Unreached => [.. _reached.Where(pair => !pair.Value).Select(pair => pair.Key)];

    public void NotReached(Side side)
    {
        if (_reached.GetValueOrDefault(side, true))
            Log.Lost(log, side.Direction, side.Name);
        _reached[side] = false;
    }

    public async Task ReachedAsync(Side side)
    {
        if (_reached.TryGetValue(side, out var before) && before)
            return;
        var now = clock.Now;
        await database.WriteAsync(
            session => side.Direction == Direction.ToHelpdesk ? session.WakeHelpdeskAsync(side.Name, now) : session.WakeEventsOfOutageAsync(side.Name, now),
            CancellationToken.None);
        _reached[side] = true;
        alarm.SetAt(now);
        Log.Regained(log, side.Direction, side.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Error, "{Direction} {Name} can't be reached or used; messages wait")]
        public static partial void Lost(ILogger logger, Direction direction, string name);

        [LoggerMessage(2011, LogLevel.Information, "{Direction} {Name} is reached; messages that waited for it go")]
        public static partial void Regained(ILogger logger, Direction direction, string name);
    }
}
