using System.Collections.Concurrent;
using System.Globalization;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Helpdesk;

/// <summary>A group offered to JAICP.</summary>
internal sealed record Destination(string Id, string Name, bool HasOnline);

/// <summary>
/// The groups JAICP may choose from. JAICP may ask at every message, so the answer comes from memory: fresh, refreshed in the
/// background, or the last one known; only the very first caller waits, and not for long.
/// </summary>
internal sealed class DestinationDirectory(Helpdesks helpdesks, BridgeClock clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AgainAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<string, Groups> _groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The channel's destinations, the default one first.</summary>
    public async Task<IReadOnlyList<Destination>> ListAsync(ChannelOptions channel) => Combine(channel, await GroupsOf(channel).GetAsync());

    /// <summary>Whether a chat may be handed to this group; true while the helpdesk's groups are not known.</summary>
    public async Task<bool> IsKnownAsync(ChannelOptions channel, string destinationId)
    {
        if (channel.Destinations.Any(d => d.Id == destinationId) || destinationId == channel.DefaultDestination)
            return true;
        if (channel.Destinations.Length > 0)
            return false;
        var known = await GroupsOf(channel).GetAsync();
        return known is null ? long.TryParse(destinationId, NumberStyles.None, CultureInfo.InvariantCulture, out _) : known.Any(group => group.Id == destinationId);
    }

    private Groups GroupsOf(ChannelOptions channel) => _groups.GetOrAdd(channel.Helpdesk, name => new Groups(helpdesks.Get(name), clock));

    private static List<Destination> Combine(ChannelOptions channel, IReadOnlyList<HelpdeskGroup>? known)
    {
        var online = channel.WhenUnknown == WhenUnknown.Online;
        var names = (known ?? []).ToDictionary(group => group.Id, group => group.Name);
        var offered = channel.Destinations.Length > 0
            ? channel.Destinations.Select(d => new Destination(d.Id, d.Name ?? names.GetValueOrDefault(d.Id, d.Id), online))
            : (known ?? []).Select(group => new Destination(group.Id, group.Name, online));
        var list = offered.ToList();
        var first = list.Find(d => d.Id == channel.DefaultDestination)
            ?? new Destination(channel.DefaultDestination, names.GetValueOrDefault(channel.DefaultDestination, channel.DefaultDestination), online);
        return [first, .. list.Where(d => d.Id != first.Id)];
    }

    /// <summary>The groups of one helpdesk.</summary>
    private sealed class Groups(IHelpdesk helpdesk, BridgeClock clock)
    {
        private readonly Lock _lock = new();
        private IReadOnlyList<HelpdeskGroup>? _known;
        private DateTimeOffset _nextReadAt = DateTimeOffset.MinValue;
        private Task? _reading;

        public async Task<IReadOnlyList<HelpdeskGroup>?> GetAsync()
        {
            Task? reading = null;
            lock (_lock)
            {
                if (clock.Now >= _nextReadAt && (_reading is null || _reading.IsCompleted))
                    _reading = Task.Run(ReadAsync);

                if (_known is null)
                    reading = _reading;
            }

            // Real time, whatever the bridge's clock says: a caller is waiting on a socket.
            if (reading is { IsCompleted: false })
                await Task.WhenAny(reading, Task.Delay(FirstWait, TimeProvider.System));
            lock (_lock)
                return _known;
        }

        private async Task ReadAsync()
        {
            var groups = await helpdesk.ReadGroupsAsync(CancellationToken.None);
            lock (_lock)
            {
                _known = groups ?? _known;
                _nextReadAt = clock.Now + (groups is null ? AgainAfterFailure : Fresh);
            }
        }
    }
}
