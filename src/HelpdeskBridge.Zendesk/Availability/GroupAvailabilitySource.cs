using System.Collections.Concurrent;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>Asks for the availability of each group, one request per group.</summary>
internal sealed class GroupAvailabilitySource(IZendeskApi api, BridgeClock clock) : IAvailabilitySource
{
    /// <summary>Low, because messages use the same connections.</summary>
    private const int MaxConcurrentRequests = 4;

    public string Name => "account_groups/availability";

    public async Task<IReadOnlyDictionary<string, GroupPresence>?> ReadAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken)
    {
        var results = new ConcurrentDictionary<string, ZendeskResult<GroupAvailabilityResponse>>();

        // A refusal of the first may only mean that this group was deleted. If the second is refused as well, the account does not offer it.
        foreach (var id in groupIds.Take(2))
        {
            await RequestAsync(id, cancellationToken);
            if (!ZendeskAvailability.IsRefused(results[id].Failure))
                break;
        }

        if (results.Values.All(result => ZendeskAvailability.IsRefused(result.Failure)))
            return null;
        var rest = groupIds.Where(id => !results.ContainsKey(id)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rest, options, RequestAsync);

        var online = new Dictionary<string, GroupPresence>();
        foreach (var (id, result) in results)
        {
            if (OnlineStates.ReadGroup(result.Content?.ChannelGroupStatuses) is { } presence)
                online[id] = presence;
        }

        return online;

        async ValueTask RequestAsync(string id, CancellationToken token) =>
            results[id] = await api.ReadGroupAvailabilityAsync(id, token).ToResultAsync(clock, token);
    }
}
