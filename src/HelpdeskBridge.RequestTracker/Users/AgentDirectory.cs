using System.Collections.Concurrent;
using System.Net;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker.Users;

/// <summary>
/// Who wrote: an agent, the bridge itself, or somebody else. Only a user's own record tells whether it is privileged, so records are remembered for
/// a while.
/// </summary>
internal sealed class AgentDirectory(string helpdesk, IRequestTrackerApi api, IOptionsMonitor<HelpdeskOptions> options, BridgeClock clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    /// <summary>Far more than a desk has agents. Whoever writes mails to a ticket is remembered too.</summary>
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<string, (RtUser User, DateTimeOffset ReadAt)> _users = new();
    private (string Credentials, RtUser User)? _own;

    /// <summary>The bridge's own user. A token names its id; otherwise the settings have its name or address.</summary>
    public async Task<RequestTrackerResult<RtUser>> ReadOwnAsync(CancellationToken cancellationToken)
    {
        var credentials = options.Get(helpdesk).ApiToken;
        var key = credentials?.Email.Length > 0 ? credentials.Email : GetOwnerId(credentials?.Token) ?? "";
        if (_own is { } known && known.Credentials == key)
            return new RequestTrackerResult<RtUser>(known.User, null);
        var result = await api.ReadUserAsync(key, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { Status: HttpStatusCode.NotFound } && key.Contains('@', StringComparison.Ordinal))
            result = await ReadByAddressAsync(key, cancellationToken);
        if (result.Content is not { } user)
            return result;
        _own = (key, WithId(user, key));
        return new RequestTrackerResult<RtUser>(_own.Value.User, null);
    }

    /// <summary>The user with this number.</summary>
    public async Task<RequestTrackerResult<RtUser>> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (_users.TryGetValue(id, out var known) && (clock.Now - known.ReadAt).Duration() < KeptFor)
            return new RequestTrackerResult<RtUser>(known.User, null);
        var result = await api.ReadUserAsync(id, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Content is not { } user)
            return result;
        if (_users.Count >= MaxKept)
            _users.Clear();
        user = WithId(user, id);
        _users[id] = (user, clock.Now);
        return new RequestTrackerResult<RtUser>(user, null);
    }

    public static Employee ToEmployee(RtUser user)
    {
        var name = string.IsNullOrWhiteSpace(user.RealName) ? user.Name ?? "" : user.RealName;
        var parts = name.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Employee(user.Id ?? "", parts.ElementAtOrDefault(0) ?? "Agent", parts.ElementAtOrDefault(1) ?? "", "");
    }

    private static RtUser WithId(RtUser user, string askedFor) => user.Id is null ? user with { Id = askedFor } : user;

    /// <summary>An authentication token is <c>1-{id of its owner}-{secret}</c>.</summary>
    private static string? GetOwnerId(string? token) =>
        token?.Split('-') is [_, { Length: > 0 } id, _] && id.All(char.IsAsciiDigit) ? id : null;

    private async Task<RequestTrackerResult<RtUser>> ReadByAddressAsync(string address, CancellationToken cancellationToken)
    {
        var found = await api.FindUsersAsync([RtFilter.Equal("EmailAddress", address)], cancellationToken).ToResultAsync(clock, cancellationToken);
        return found.Content?.Items is [{ Name: { } name }]
            ? await api.ReadUserAsync(name, cancellationToken).ToResultAsync(clock, cancellationToken)
            : new RequestTrackerResult<RtUser>(null, found.Failure ?? new RequestTrackerFailure(HttpStatusCode.NotFound, null));
    }
}
