using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>The scopes of the access token: reading and writing tickets and users.</summary>
internal sealed class ScopeCheck : IAccountCheck
{
    private const string Id = "helpdesk.scope";
    private static readonly string[] Kinds = ["read", "write"];
    private static readonly string[] Resources = ["tickets", "users"];

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (probe.Options.OAuth is not { } oauth)
            return [probe.Ok(Id, "An API token has no scopes: it may do what its user may.", FindingSide.Settings)];
        var token = await probe.Admin.ReadTokenAsync(cancellationToken).ToResultAsync(probe.Clock, cancellationToken);
        var scopes = token.Content?.Token?.Scopes ?? oauth.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var missing = FindMissing(scopes);
        if (missing.Count == 0 && (await probe.ReadMeAsync(cancellationToken)).Failure is { Status: HttpStatusCode.Forbidden })
            missing = ["users:read"];
        if (missing.Count == 0 && !scopes.Contains("read") && FindChannelWithAddresses(probe) is { } channel)
            return [WithoutIdentities(probe, channel)];
        return missing.Count == 0
            ? [probe.Ok(Id, $"The access token has the scopes {string.Join(' ', scopes)}.", FindingSide.Settings)]
            :
            [
                probe.Find(
                    Id,
                    FindingStatus.Fail,
                    FindingSide.Settings,
                    $"The access token lacks {string.Join(", ", missing)}; it has \"{string.Join(' ', scopes)}\".",
                    $"Let {probe.Key}:OAuth:Scope be \"read write\", and allow both on the OAuth client (Admin Center, Apps and integrations, APIs, "
                    + "OAuth clients)."),
            ];
    }

    /// <summary>The search also shows users who have the value as another address. Only the broad scope reads these.</summary>
    private static string? FindChannelWithAddresses(AccountProbe probe) =>
        probe.Account.Channels.FirstOrDefault(channel => channel.Value.Requester is { EmailFrom: not null } or { PhoneFrom: not null }).Key;

    private static Finding WithoutIdentities(AccountProbe probe, string channel) => probe.Find(
        Id,
        FindingStatus.Warn,
        FindingSide.Settings,
        $"With {ChannelRegistry.Section}:{channel}:Requester, the access token also needs the scope read: with users:read alone Zendesk does not "
        + "show the other addresses and numbers of a user.",
        $"Let {probe.Key}:OAuth:Scope be \"read write\", and allow both on the OAuth client (Admin Center, Apps and integrations, APIs, "
        + "OAuth clients).");

    /// <summary>What the bridge needs and the scopes do not cover. A broad scope such as <c>read</c> covers all resources.</summary>
    internal static IReadOnlyList<string> FindMissing(IReadOnlyList<string> scopes) =>
    [
        .. from kind in Kinds
           where !scopes.Contains(kind)
           from resource in Resources
           where !scopes.Contains($"{resource}:{kind}")
           select $"{resource}:{kind}",
    ];
}
