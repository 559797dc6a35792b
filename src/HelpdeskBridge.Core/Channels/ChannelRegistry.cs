using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Channels;

/// <summary>The configured channels by name, with the options that are in effect now.</summary>
internal sealed class ChannelRegistry(EffectiveSettings settings, IOptionsMonitor<ChannelOptions> options)
{
    public const string Section = "Channels";

    /// <summary>As the settings spell them. Addresses tolerate other letter case, the store does not.</summary>
    public IReadOnlyList<string> Names { get; } = settings.GetNames(Section);

    /// <summary>The name as the settings spell it; null: there is no such channel.</summary>
    public string? FindName(string name) => Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ChannelOptions? Find(string name) => FindName(name) is { } known ? options.Get(known) : null;

    /// <exception cref="KeyNotFoundException">The store knows a channel that the settings don't name any more.</exception>
    public ChannelOptions Get(string name) =>
        Find(name) ?? throw new KeyNotFoundException($"There is a conversation of channel '{name}', but Channels:{name} is not in the settings any more.");
}
