namespace HelpdeskBridge.Zendesk.Api;

internal sealed record GroupsResponse(IReadOnlyList<ZendeskGroup>? Groups, ZendeskPage? Meta);

internal sealed record ZendeskGroup(long Id, string? Name, bool? Deleted);

internal sealed record MembershipsResponse(IReadOnlyList<ZendeskMembership>? GroupMemberships, ZendeskPage? Meta);

/// <summary>An agent belongs to a group.</summary>
internal sealed record ZendeskMembership(long UserId, long GroupId);
