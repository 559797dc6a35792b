using System.Collections.Frozen;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>A configured helpdesk account.</summary>
/// <param name="Name">The name as the settings spell it. Addresses accept any letter case, but the store compares names exactly.</param>
/// <param name="Helpdesk">The account.</param>
internal sealed record HelpdeskAccount(string Name, IHelpdesk Helpdesk);

/// <summary>The configured helpdesk accounts by name.</summary>
internal sealed class HelpdeskRegistry(EffectiveSettings settings, IEnumerable<IHelpdeskFactory> factories)
{
    public const string Section = "Helpdesks";

    private readonly FrozenDictionary<string, HelpdeskAccount> _accounts = settings.GetNamed<HelpdeskOptions>(Section).ToFrozenDictionary(
        pair => pair.Key,
        pair => new HelpdeskAccount(pair.Key, factories.Single(factory => factory.Kind == pair.Value.Kind).Create(pair.Key)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The names as the settings spell them.</summary>
    public IReadOnlyList<string> Names { get; } = settings.GetNames(Section);

    public HelpdeskAccount? Find(string name) => _accounts.GetValueOrDefault(name);

    /// <summary>Why nothing can be done for the conversations that the store has of an account.</summary>
    public static string GetMissingReason(string name) => $"{Section}:{name} is not in the settings any more";

    /// <exception cref="InvalidOperationException">The account is not in the settings. The store may still have its conversations.</exception>
    public IHelpdesk Get(string name) => Find(name)?.Helpdesk ?? throw new InvalidOperationException(GetMissingReason(name));
}
