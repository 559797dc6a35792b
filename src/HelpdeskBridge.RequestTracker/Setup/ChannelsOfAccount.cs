using HelpdeskBridge.Channels;

namespace HelpdeskBridge.RequestTracker.Setup;

/// <summary>The channels that an account serves, by name.</summary>
internal sealed record ChannelsOfAccount(IReadOnlyDictionary<string, ChannelOptions> ByName);
