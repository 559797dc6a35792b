using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the groups exist that channels name as destinations, and for tickets that no agent has answered.</summary>
internal sealed class DestinationsCheck : IAccountCheck
{
    private const string Id = "helpdesk.groups";
    private const string DefaultId = "helpdesk.default-destination";
    private const string ConfiguredId = "helpdesk.destinations";
    private const string EscalationsId = "helpdesk.escalations";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        var (groups, failure) = await probe.ReadGroupsAsync(cancellationToken);
        if (failure is not null)
            return [probe.FromFailure(Id, failure, before: "The groups can't be read. ")];
        var names = groups.DistinctBy(group => group.Id).ToDictionary(group => group.Id, group => group.Name);
        return
        [
            probe.Ok(Id, $"There are {names.Count} groups."),
            .. probe.Account.Channels.SelectMany(channel => Check(probe, channel.Key, channel.Value, names)),
        ];
    }

    private static IEnumerable<Finding> Check(
        AccountProbe probe, string channel, ChannelOptions options, Dictionary<string, string> names)
    {
        var list = string.Join(", ", names.Take(20).Select(group => $"{group.Key} ({group.Value})"));
        var key = $"{ChannelRegistry.Section}:{channel}:DefaultDestination";
        yield return names.TryGetValue(options.DefaultDestination, out var name)
            ? probe.Ok(DefaultId, $"The default destination is the group {name}.", FindingSide.Settings, channel)
            : probe.Find(
                DefaultId,
                FindingStatus.Fail,
                FindingSide.Settings,
                $"There is no group {options.DefaultDestination}, the default destination.",
                $"Set {key} to the id of a group: {list}.",
                channel);
        foreach (var (index, destination) in options.Destinations.Index().Where(destination => !names.ContainsKey(destination.Item.Id)))
        {
            yield return probe.Find(
                ConfiguredId,
                FindingStatus.Fail,
                FindingSide.Settings,
                $"There is no group {destination.Id}, which is not offered to JAICP therefore.",
                $"Correct {ChannelRegistry.Section}:{channel}:Destinations:{index}:Id, or remove that entry. There are {list}.",
                channel);
        }

        foreach (var (index, step) in options.Escalations.Index().Where(step => step.Item.Group is { Length: > 0 } id && !names.ContainsKey(id)))
        {
            yield return probe.Find(
                EscalationsId,
                FindingStatus.Fail,
                FindingSide.Settings,
                $"There is no group {step.Group}, which is to get tickets that no agent has answered. They stay where they are.",
                $"Correct {ChannelRegistry.Section}:{channel}:Escalations:{index}:Group, or remove it. There are {list}.",
                channel);
        }
    }
}
