using System.Collections.Concurrent;
using System.Net;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Availability;

/// <summary>
/// Who is there, asked in the way the account offers: group by group, or through the list of all agents. Both are for admins only, and
/// neither is in every account, so a way that is refused is not tried again for a while.
/// </summary>
internal sealed partial class ZendeskAvailability
{
    /// <summary>From so many groups on, the list takes fewer requests.</summary>
    private const int ManyGroups = 20;

    /// <summary>Messages share the connections with these.</summary>
    private const int AtOnce = 4;

    private const int PageSize = 100;
    private const int MaxPages = 20;

    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(10);

    private readonly string _helpdesk;
    private readonly IZendeskApi _api;
    private readonly BridgeClock _clock;
    private readonly ILogger _log;
    private readonly Way _byGroup;
    private readonly Way _byAgent;

    public ZendeskAvailability(string helpdesk, IZendeskApi api, BridgeClock clock, ILogger log)
    {
        (_helpdesk, _api, _clock, _log) = (helpdesk, api, clock, log);
        _byGroup = new Way("account_groups/availability", AskGroupsAsync);
        _byAgent = new Way("agent_availabilities", AskAgentsAsync);
    }

    /// <summary>A group of which it can't be told now is left out.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> ReadAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken)
    {
        Way[] ways = groupIds.Count switch
        {
            0 => [],
            < ManyGroups => [_byGroup, _byAgent],
            _ => [_byAgent, _byGroup],
        };
        foreach (var way in ways.Where(way => _clock.Now >= way.NotBefore))
        {
            if (await way.Ask(groupIds, cancellationToken) is { } known)
                return known;
            way.NotBefore = _clock.Now + AskAgain;
            Log.NotOffered(_log, _helpdesk, way.Name);
        }

        return new Dictionary<string, bool>();
    }

    /// <summary>Zendesk said no to the request itself: the account, its plan or its user does not have it.</summary>
    internal static bool IsRefused(ZendeskFailure? failure) =>
        failure?.Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests);

    /// <returns>Null: not offered.</returns>
    private async Task<Dictionary<string, bool>?> AskGroupsAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken)
    {
        // The first may have been deleted since the groups were read; where the second is refused as well, the others would be too.
        var answers = new ConcurrentDictionary<string, ZendeskAnswer<GroupAvailabilityAnswer>>();
        foreach (var id in groupIds.Take(2))
        {
            await AskAsync(id, cancellationToken);
            if (!IsRefused(answers[id].Failure))
                break;
        }

        if (answers.Values.All(answer => IsRefused(answer.Failure)))
            return null;
        await Parallel.ForEachAsync(
            groupIds.Where(id => !answers.ContainsKey(id)).ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, AskAsync);
        var known = new Dictionary<string, bool>();
        foreach (var (id, answer) in answers)
        {
            if (OnlineStates.ReadGroup(answer.Content?.ChannelGroupStatuses) is { } isOnline)
                known[id] = isOnline;
        }

        return known;

        async ValueTask AskAsync(string id, CancellationToken stop) => answers[id] = await _api.ReadGroupAvailabilityAsync(id, stop).AsAnswerAsync(_clock, stop);
    }

    /// <returns>Null: not offered.</returns>
    private async Task<Dictionary<string, bool>?> AskAgentsAsync(IReadOnlyList<string> groupIds, CancellationToken cancellationToken)
    {
        var agents = new List<AgentState>();
        string? after = null;
        var pages = 0;
        do
        {
            var answer = await _api.ReadAgentAvailabilitiesAsync(PageSize, after, cancellationToken).AsAnswerAsync(_clock, cancellationToken);
            if (pages == 0 && IsRefused(answer.Failure))
                return null;
            if (answer.Content is not { Data: not null } page)
                return [];
            agents.AddRange(OnlineStates.ReadPage(page));
            after = page.Meta is { HasMore: true } more ? more.AfterCursor : null;
        }
        while (after is not null && ++pages < MaxPages);

        if (agents.Exists(agent => agent is { Groups: null, IsOnline: not false }))
            agents = await WithMembershipsAsync(agents, cancellationToken);
        return OnlineStates.ReadGroups(groupIds, agents, isWhole: after is null);
    }

    /// <summary>The list names an agent's groups only "if known": then who belongs to which group is asked for.</summary>
    private async Task<List<AgentState>> WithMembershipsAsync(List<AgentState> agents, CancellationToken cancellationToken)
    {
        var memberships = new List<ZendeskMembership>();
        string? after = null;
        var pages = 0;
        do
        {
            var answer = await _api.ReadMembershipsAsync(PageSize, after, cancellationToken).AsAnswerAsync(_clock, cancellationToken);
            if (answer.Content is not { GroupMemberships: { } found } page)
                return agents;
            memberships.AddRange(found);
            after = page.Meta is { HasMore: true } more ? more.AfterCursor : null;
        }
        while (after is not null && ++pages < MaxPages);

        if (after is not null)
            return agents;
        var groups = memberships.ToLookup(membership => membership.UserId, membership => membership.GroupId);
        return [.. agents.Select(agent => agent is { Groups: null, Id: { } id } ? agent with { Groups = groups[id].ToHashSet() } : agent)];
    }

    /// <param name="name">The endpoint.</param>
    /// <param name="ask">Null: not offered.</param>
    private sealed class Way(string name, Func<IReadOnlyList<string>, CancellationToken, Task<Dictionary<string, bool>?>> ask)
    {
        public string Name => name;

        public Func<IReadOnlyList<string>, CancellationToken, Task<Dictionary<string, bool>?>> Ask => ask;

        public DateTimeOffset NotBefore { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(4011, LogLevel.Information, "Helpdesk {Helpdesk} does not offer {Name} to the bridge's user (admins only, not in every plan); it is not asked for 10 minutes")]
        public static partial void NotOffered(ILogger logger, string helpdesk, string name);
    }
}
