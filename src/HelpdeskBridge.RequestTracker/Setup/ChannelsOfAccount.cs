using HelpdeskBridge.Channels;

namespace HelpdeskBridge.RequestTracker.Setup;

/// <summary>The channels that an account serves, by name.</summary>
internal sealed record ChannelsOfAccount(IReadOnlyDictionary<string, ChannelOptions> ByName)
{
    /// <summary>Whether a change of a custom field means something: it may give a chat back to the bot.</summary>
    public bool WatchFields => ByName.Values.Any(channel => channel.ReturnToBot.Tag is not null);
}
