namespace HelpdeskBridge.Helpdesks;

/// <summary>Who is there in a group of agents, as far as the helpdesk tells.</summary>
/// <param name="IsOnline">Whether an agent is online.</param>
/// <param name="OnlineAgents">How many are; null: that is not told.</param>
/// <param name="HasRoom">
/// Whether one of them has room for one more chat, by the helpdesk's own figures; null: it has none, or they were not asked for.
/// </param>
internal sealed record GroupPresence(bool IsOnline, int? OnlineAgents = null, bool? HasRoom = null);
