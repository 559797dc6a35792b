using System.Collections.Frozen;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Helpdesk;

/// <summary>The configured helpdesk accounts by name.</summary>
internal sealed class Helpdesks(BridgeSettings settings, IEnumerable<IHelpdeskFactory> factories)
{
    private readonly FrozenDictionary<string, IHelpdesk> _byName = settings.Helpdesks.ToFrozenDictionary(
        pair => pair.Key,
        pair => factories.Single(factory => factory.Kind == pair.Value.Kind).Create(pair.Key, pair.Value),
        StringComparer.OrdinalIgnoreCase);

    public IHelpdesk? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="InvalidOperationException">The store knows a helpdesk that is no longer set.</exception>
    public IHelpdesk Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"Conversations of helpdesk '{name}' wait, but Helpdesks:{name} is not set any more.");
}
