using HelpdeskBridge.Options;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Tells the kind of an account while the settings are still being bound and validated.</summary>
internal static class HelpdeskKinds
{
    /// <returns>Null: there is no such account, or its kind is misspelled.</returns>
    public static HelpdeskKind? Find(EffectiveSettings settings, string helpdesk)
    {
        var account = settings.Configuration.GetSection(HelpdeskRegistry.Section).GetChildren()
            .FirstOrDefault(child => child.Key.Equals(helpdesk, StringComparison.OrdinalIgnoreCase));
        if (account is null)
            return null;
        return account["Kind"] is not { Length: > 0 } kind ? default(HelpdeskKind)
            : Enum.TryParse<HelpdeskKind>(kind, ignoreCase: true, out var parsed) ? parsed
            : null;
    }
}
