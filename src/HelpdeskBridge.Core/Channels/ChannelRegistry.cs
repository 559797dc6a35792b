using HelpdeskBridge.Conversations;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Channels;

/// <summary>The configured channels by name, with their current options.</summary>
internal sealed class ChannelRegistry(EffectiveSettings settings, IOptionsMonitor<ChannelOptions> options)
{
    public const string Section = "Channels";

    /// <summary>The names as the settings spell them. Addresses accept any letter case, but the store compares names exactly.</summary>
    public IReadOnlyList<string> Names { get; } = settings.GetNames(Section);

    /// <returns>The name as the settings spell it; null when there is no such channel.</returns>
    public string? FindName(string name) => Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ChannelOptions? Find(string name) => FindName(name) is { } known ? options.Get(known) : null;

    /// <exception cref="KeyNotFoundException">The channel is not in the settings. The store may still have its conversations.</exception>
    public ChannelOptions Get(string name) => Find(name)
        ?? throw new KeyNotFoundException($"There is a conversation of channel '{name}', but Channels:{name} is not in the settings any more.");

    /// <summary>
    /// The settings for a conversation. It ends in the helpdesk in which it began, although the channel may have moved to another one since. What the
    /// settings name there is not for its ticket.
    /// </summary>
    public ChannelOptions Get(Conversation conversation) =>
        Get(conversation.Client.Channel) is var channel && channel.Helpdesk == conversation.Helpdesk
            ? channel
            : channel.WithoutHelpdesk(conversation.DestinationId);
}
