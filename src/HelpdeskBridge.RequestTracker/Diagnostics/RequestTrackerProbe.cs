using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Setup;
using HelpdeskBridge.RequestTracker.Users;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker.Diagnostics;

/// <summary>What the tests of an account share: reading it, and words for what was found.</summary>
internal sealed class RequestTrackerProbe(
    string name, HelpdeskOptions account, ChannelsOfAccount channels, IRequestTrackerApi api, IOptionsMonitor<HelpdeskOptions> options,
    BridgeClock clock)
{
    public HelpdeskOptions Account => account;

    public ChannelsOfAccount Channels => channels;

    /// <summary>The key of the account in the settings.</summary>
    public string Key => $"{HelpdeskRegistry.Section}:{name}";

    public Task<RequestTrackerResult<RtUser>> ReadOwnAsync(CancellationToken cancellationToken) =>
        new AgentDirectory(name, api, options, clock).ReadOwnAsync(cancellationToken);

    public Task<RequestTrackerResult<T>> ReadAsync<T>(
        Func<IRequestTrackerApi, Task<Refit.IApiResponse<T>>> read, CancellationToken cancellationToken)
        where T : class => read(api).ToResultAsync(clock, cancellationToken);

    public Finding Ok(string id, string what, FindingSide side = FindingSide.Helpdesk, string? subject = null) =>
        Find(id, FindingStatus.Ok, side, what, subject: subject);

    public Finding Find(string id, FindingStatus status, FindingSide side, string what, string fix = "", string? subject = null) =>
        new(id, subject ?? name, status, side, what, fix);

    /// <summary>What a failed call means, and what to do.</summary>
    public Finding FromFailure(string id, RequestTrackerFailure failure) => failure.Status switch
    {
        null => Find(
            id, FindingStatus.Fail, FindingSide.Network, $"Request Tracker at {account.BaseUrl} gives no answer.",
            $"Look whether {Key}:BaseUrl is right, and whether this machine reaches it."),
        System.Net.HttpStatusCode.Unauthorized or (>= System.Net.HttpStatusCode.Ambiguous and < System.Net.HttpStatusCode.BadRequest) => Find(
            id, FindingStatus.Fail, FindingSide.Settings, "Request Tracker refuses the sign-in.",
            $"Set {Key}:ApiToken:Token to an authentication token of the bridge's user, or {Key}:ApiToken:Email and Token to its name and password."),
        System.Net.HttpStatusCode.NotFound when !failure.IsByRequestTracker => Find(
            id, FindingStatus.Fail, FindingSide.Settings, "There is no Request Tracker at this address.",
            $"Set {Key}:BaseUrl to its web address with its path, such as https://help.example.com/rt."),
        _ => Find(id, FindingStatus.Fail, FindingSide.Helpdesk, $"{failure.Summary}.", "Look into Request Tracker's log."),
    };
}
