using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the schedules exist that channels name as their business hours.</summary>
internal sealed class ScheduleCheck(IZendeskApi api) : IAccountCheck
{
    private const string Id = "helpdesk.schedule";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var (channel, options) in probe.Account.Channels)
        {
            if (options.Hours?.ScheduleId is { } scheduleId)
                findings.Add(await CheckAsync(probe, channel, scheduleId, cancellationToken));
        }

        return findings;
    }

    private async Task<Finding> CheckAsync(AccountProbe probe, string channel, string scheduleId, CancellationToken cancellationToken)
    {
        var key = $"{ChannelRegistry.Section}:{channel}:Hours:ZendeskScheduleId";
        var result = await api.ReadScheduleAsync(scheduleId, cancellationToken).ToResultAsync(probe.Clock, cancellationToken);
        if (result.Content?.Schedule is not { Intervals: not null } schedule)
        {
            var reason = result.Failure?.Summary ?? "the response contains none";
            return probe.Find(
                Id,
                FindingStatus.Fail,
                FindingSide.Settings,
                $"The schedule {scheduleId} can't be read ({reason}), so the channel counts as open.",
                $"Set {key} to the id in the address of the schedule's page (Admin Center, Objects and rules, Business rules, Schedules), or use "
                + "Hours:Open.",
                channel);
        }

        return ZendeskSchedules.GetZone(schedule.TimeZone) is null
            ? probe.Find(
                Id,
                FindingStatus.Fail,
                FindingSide.Helpdesk,
                $"The time zone of the schedule {scheduleId}, {schedule.TimeZone}, is not known to this machine.",
                $"Install time zone data (tzdata), choose another zone in Zendesk, or use Channels:{channel}:Hours:Open.",
                channel)
            : probe.Ok(Id, $"The schedule {scheduleId} can be read.", subject: channel);
    }
}
