using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the account tells who is online, and who has room for one more chat where a channel counts that.</summary>
internal sealed class AvailabilityCheck(ZendeskAvailability availability) : IAccountCheck
{
    private const string Id = "helpdesk.availability";
    private const string CapacityId = "helpdesk.capacity";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        var groups = (await probe.ReadGroupsAsync(cancellationToken)).Items;
        if (groups.Count == 0)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Helpdesk, "There are no groups to ask about.")];
        var counting = probe.Account.Channels.Where(channel => channel.Value.CountCapacity).Select(channel => channel.Key).ToList();
        var online = await availability.ReadAsync(
            [.. groups.Take(5).Select(group => group.Id)], withCapacity: counting.Count > 0, cancellationToken);
        if (online.Count > 0)
        {
            var number = online.Values.Count(group => group.IsOnline);
            return
            [
                probe.Ok(Id, $"Who is online can be read; {number} of {online.Count} groups asked about have an agent online."),
                .. counting.Count > 0 ? [CheckCapacity(probe, [.. online.Values.Where(group => group.IsOnline)], counting)] : Array.Empty<Finding>(),
            ];
        }

        var role = (await probe.ReadMeAsync(cancellationToken)).User?.Role;
        var values = string.Join(", ", probe.Account.Channels.Select(channel => $"{channel.Value.WhenUnknown} in {channel.Key}"));
        return
        [
            probe.Find(
                Id,
                FindingStatus.Warn,
                FindingSide.Helpdesk,
                $"Zendesk does not tell who is online. JAICP is told what WhenUnknown says: {values}.",
                (role == "admin" ? "The plan of the account may not have it. " : "Make the user of the bridge an admin: only admins may read it. ")
                + "If the answer should be another one, set Channels:{channel}:WhenUnknown, or give the channel Hours."),
        ];
    }

    private static Finding CheckCapacity(AccountProbe probe, IReadOnlyList<GroupPresence> online, List<string> channels) =>
        online.Count == 0
            ? probe.Find(
                CapacityId, FindingStatus.Skipped, FindingSide.Helpdesk, "Nobody is online, so it can't be seen whether Zendesk tells capacities.")
        : online.All(group => group.HasRoom is not null)
            ? probe.Ok(CapacityId, $"Zendesk tells who has room for one more chat; {online.Count(group => group.HasRoom == true)} of the groups with "
                + "agents online have such an agent.")
        : probe.Find(
            CapacityId, FindingStatus.Warn, FindingSide.Helpdesk,
            "Zendesk does not tell the capacity of agents, so the bridge counts one open chat of its own for each agent who is online.",
            "Capacities come with omnichannel routing, and only admins may read them. If one chat for each agent is too little, set CountCapacity of "
                + $"{string.Join(", ", channels)} to false.");
}
