using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the account tells who is online.</summary>
internal sealed class AvailabilityCheck(ZendeskAvailability availability) : IAccountCheck
{
    private const string Id = "helpdesk.availability";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        var groups = (await probe.ReadGroupsAsync(cancellationToken)).Items;
        if (groups.Count == 0)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Helpdesk, "There are no groups to ask about.")];
        var online = await availability.ReadAsync([.. groups.Take(5).Select(group => group.Id)], cancellationToken);
        if (online.Count > 0)
        {
            var number = online.Values.Count(isOnline => isOnline);
            return [probe.Ok(Id, $"Who is online can be read; {number} of {online.Count} groups asked about have an agent online.")];
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
}
