using System.Text.Json;

namespace HelpdeskBridge.Zendesk.Api;

/// <summary>Read as it comes: the documentation names the outermost members only (developer.zendesk.com, account_groups_availability).</summary>
internal sealed record GroupAvailabilityAnswer(JsonElement? ChannelGroupStatuses);

/// <summary>JSON:API: agents, and beside them the channels they have.</summary>
internal sealed record AgentAvailabilitiesAnswer(IReadOnlyList<AgentItem>? Data, IReadOnlyList<ChannelItem>? Included, ZendeskPage? Meta);

internal sealed record AgentItem(AgentAttributes? Attributes, AgentRelationships? Relationships);

internal sealed record AgentAttributes(long? AgentId, IReadOnlyList<long>? GroupIds);

internal sealed record AgentRelationships(ChannelLinks? Channels);

internal sealed record ChannelLinks(IReadOnlyList<ChannelLink>? Data);

internal sealed record ChannelLink(string? Id);

internal sealed record ChannelItem(string? Id, ChannelAttributes? Attributes);

internal sealed record ChannelAttributes(string? Name, string? Status);

internal sealed record MembershipsAnswer(IReadOnlyList<ZendeskMembership>? GroupMemberships, ZendeskPage? Meta);

internal sealed record ZendeskMembership(long UserId, long GroupId);

internal sealed record ScheduleAnswer(ZendeskSchedule? Schedule);

/// <param name="TimeZone">As Rails names it, such as "Pacific Time (US &amp; Canada)".</param>
/// <param name="Intervals">When it is open.</param>
internal sealed record ZendeskSchedule(string? TimeZone, IReadOnlyList<ZendeskInterval>? Intervals);

/// <summary>In minutes since Sunday 00:00.</summary>
internal sealed record ZendeskInterval(int StartTime, int EndTime);

internal sealed record HolidaysAnswer(IReadOnlyList<ZendeskHoliday>? Holidays);

/// <summary>From the first to the last day.</summary>
internal sealed record ZendeskHoliday(DateOnly StartDate, DateOnly EndDate);
