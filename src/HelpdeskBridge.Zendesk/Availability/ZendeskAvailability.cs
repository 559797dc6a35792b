using System.Collections.Concurrent;
using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>
/// Reads which groups have an agent online, group by group or through the list of all agents. Both endpoints are for admins only, and not every
/// account has them (developer.zendesk.com, "Account Groups Availability" and "Agent Availabilities"), so one that is refused is not asked again
/// for a while.
/// </summary>
internal sealed partial class ZendeskAvailability(string helpdesk, IZendeskApi api, BridgeClock clock, ILogger<ZendeskAvailability> log)
{
    /// <summary>From this number of groups on, the list of agents takes fewer requests.</summary>
    private const int ManyGroups = 20;

    private static readonly TimeSpan RetryRefusedAfter = TimeSpan.FromMinutes(10);

    private readonly GroupAvailabilitySource _byGroup = new(api, clock);
    private readonly AgentAvailabilitySource _byAgent = new(api, clock);
    private readonly ConcurrentDictionary<IAvailabilitySource, DateTimeOffset> _notBefore = new();

    /// <param name="groupIds">The groups.</param>
    /// <param name="withCapacity">Whether somebody wants to know who has room for one more chat. Only the list of agents tells that.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Whether an agent is online, by group. A group of which that is not known now is left out.</returns>
    public async Task<IReadOnlyDictionary<string, GroupPresence>> ReadAsync(
        IReadOnlyList<string> groupIds, bool withCapacity, CancellationToken cancellationToken)
    {
        IAvailabilitySource[] sources = groupIds.Count switch
        {
            0 => [],
            < ManyGroups when !withCapacity => [_byGroup, _byAgent],
            _ => [_byAgent, _byGroup],
        };
        foreach (var source in sources.Where(source => clock.Now >= _notBefore.GetValueOrDefault(source)))
        {
            if (await source.ReadAsync(groupIds, cancellationToken) is { } online)
                return online;
            _notBefore[source] = clock.Now + RetryRefusedAfter;
            Log.NotOffered(log, helpdesk, source.Name);
        }

        return new Dictionary<string, GroupPresence>();
    }

    /// <summary>Whether Zendesk refused the request itself, because the account, its plan or its user may not make it.</summary>
    internal static bool IsRefused(ZendeskFailure? failure) =>
        failure?.Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests);

    private static partial class Log
    {
        [LoggerMessage(
            4011, LogLevel.Information,
            "Helpdesk {Helpdesk} does not offer {Name} to the bridge's user: it is for admins only and not in every plan. "
            + "The bridge asks again in 10 minutes")]
        public static partial void NotOffered(ILogger logger, string helpdesk, string name);
    }
}
