using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

/// <summary>Names the accounts that still sign in with an API token (developer.zendesk.com, oauth-migration).</summary>
internal sealed class ApiTokenAdvice(EffectiveSettings settings, IOptionsMonitor<HelpdeskOptions> options) : ISettingsAdvice
{
    public IEnumerable<string> GetNotes() =>
        from name in settings.GetNames(HelpdeskRegistry.Section)
        where options.Get(name) is { Kind: HelpdeskKind.Zendesk, ApiToken: not null }
        let key = $"{HelpdeskRegistry.Section}:{name}"
        select $"{key}:ApiToken: Zendesk stops accepting API tokens on 2027-04-30; change to {key}:OAuth.";
}
