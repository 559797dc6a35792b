using System.Text.Json;

namespace HelpdeskBridge.Zendesk.Api;

/// <param name="ChannelGroupStatuses">
/// Kept as JSON, because the documentation names only the outermost members (developer.zendesk.com, "Account Groups Availability").
/// </param>
internal sealed record GroupAvailabilityResponse(JsonElement? ChannelGroupStatuses);

/// <summary>A JSON:API document: agents, and beside them the channels they refer to (developer.zendesk.com, "Agent Availabilities").</summary>
internal sealed record AgentAvailabilitiesResponse(IReadOnlyList<AgentItem>? Data, IReadOnlyList<ChannelItem>? Included, ZendeskPage? Meta);

internal sealed record AgentItem(AgentAttributes? Attributes, AgentRelationships? Relationships);

/// <param name="AgentId">Zendesk's id of the user.</param>
/// <param name="GroupIds">The agent's groups, "if known" according to the documentation.</param>
internal sealed record AgentAttributes(long? AgentId, IReadOnlyList<long>? GroupIds);

internal sealed record AgentRelationships(ChannelLinks? Channels);

internal sealed record ChannelLinks(IReadOnlyList<ChannelLink>? Data);

/// <param name="Id">The id of a <see cref="ChannelItem"/>.</param>
internal sealed record ChannelLink(string? Id);

internal sealed record ChannelItem(string? Id, ChannelAttributes? Attributes);

/// <param name="Name">support, messaging, talk or chat.</param>
/// <param name="Status">online, away, transfers_only or offline.</param>
/// <param name="WorkItemCount">How many work items the agent has on the channel. Kept as JSON, so that an odd one costs no answer.</param>
/// <param name="MaxCapacity">How many the agent may have. Only accounts with omnichannel routing have it.</param>
internal sealed record ChannelAttributes(string? Name, string? Status, JsonElement? WorkItemCount = null, JsonElement? MaxCapacity = null);
