using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker.Feed;
using HelpdeskBridge.RequestTracker.Users;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker.Setup;

/// <summary>
/// What an administrator has to load. The interface can't make rights, custom fields or scrips, so nothing is planned, and everything is printed as a
/// data file of Request Tracker's own tool.
/// </summary>
internal sealed class RequestTrackerAccountSetup(
    string name, ChannelsOfAccount channels, HelpdeskOptions account, QueueDirectory queues, AgentDirectory agents, IOptions<BridgeOptions> bridge)
    : IHelpdeskSetup
{
    public async Task<SetupReading> ReadAsync(SetupWishes wishes, CancellationToken cancellationToken)
    {
        var all = await ReadGroupsAsync(cancellationToken);
        var data = InitialData.Create(
            [.. all.Select(queue => queue.Name)],
            [.. channels.ByName.Values.SelectMany(channel => channel.Ticket.Fields.Values).Concat(wishes.TicketFields)
                .Where(field => !OptionsErrors.IsId(field)).Distinct(StringComparer.OrdinalIgnoreCase)],
            account.Feed == HelpdeskFeed.Webhook ? $"{bridge.Value.PublicUrl.TrimEnd('/')}/helpdesk/{name}/webhook" : null,
            account.Feed == HelpdeskFeed.Webhook ? (await agents.ReadOwnAsync(cancellationToken)).Content?.Name : null,
            channels.WatchFields);
        return new SetupReading(new SetupPlan([]), FindProblems(all), [.. CreateNotes(wishes), InitialData.Explanation + "\n" + data]);
    }

    public Task<SetupReading> ReadRemovalAsync(CancellationToken cancellationToken) => Task.FromResult(new SetupReading(
        new SetupPlan([]), [], ["Nothing was made in Request Tracker by \"setup\". An administrator removes what was loaded by hand."]));

    public Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken) =>
        throw new HelpdeskSetupException("Request Tracker can be set up by its administrator only.");

    /// <summary>The secret is the administrator's own, and stands in the scrip.</summary>
    public Task<string?> ReadWebhookSecretAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) =>
        await queues.ReadAsync(cancellationToken) ?? throw new HelpdeskSetupException(
            $"The queues can't be read. Look at {HelpdeskRegistry.Section}:{name}:BaseUrl and ApiToken, and run \"doctor\".",
            "the queues can't be read");

    private static IEnumerable<string> CreateNotes(SetupWishes wishes) =>
        wishes.Macros ? ["Request Tracker has no macros. An agent gives a chat back to the bot by the value of the custom field."] : [];

    private List<SetupProblem> FindProblems(IReadOnlyList<HelpdeskGroup> all) =>
    [
        .. from channel in channels.ByName
           where !all.Any(queue => queue.Id == channel.Value.DefaultDestination)
           select new SetupProblem(
               $"The bridge's user sees no queue {channel.Value.DefaultDestination}, the default destination of channel {channel.Key}.",
               $"Give its group the right SeeQueue there, or set Channels:{channel.Key}:DefaultDestination to the id of a queue."),
    ];
}
