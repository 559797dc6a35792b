using System.Globalization;
using System.Net.Http.Headers;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>What the tests of an account share. What several of them need is read once.</summary>
internal sealed class AccountProbe(
    SetupAccount account, WantedObjects wanted, AccountReader reader, IZendeskAdminApi admin, IZendeskSignInApi signIn, BridgeClock clock)
{
    private Task<SignedInUser>? _me;
    private Task<ZendeskList<HelpdeskGroup>>? _groups;
    private Task<(OwnObjects? Own, ZendeskFailure? Failure)>? _own;

    public SetupAccount Account => account;

    public HelpdeskOptions Options => account.Options;

    public WantedObjects Wanted => wanted;

    public AccountReader Reader => reader;

    public IZendeskAdminApi Admin => admin;

    public BridgeClock Clock => clock;

    /// <summary>The section of the account in the settings.</summary>
    public string Key => $"{HelpdeskRegistry.Section}:{account.Name}";

    /// <summary>Whether the helpdesk is to call a webhook.</summary>
    public bool NeedsWebhook => Options.Feed == HelpdeskFeed.Webhook;

    public Finding Find(string id, FindingStatus status, FindingSide side, string what, string fix = "", string? subject = null) =>
        new(id, subject ?? account.Name, status, side, what, fix);

    public Finding Ok(string id, string what, FindingSide side = FindingSide.Helpdesk, string? subject = null) =>
        Find(id, FindingStatus.Ok, side, what, subject: subject);

    public Finding FromFailure(string id, ZendeskFailure failure, FindingStatus status = FindingStatus.Fail, string before = "")
    {
        var advice = FailureAdvice.Create(failure, account.Name, Options);
        return Find(id, status, advice.Side, before + advice.What, advice.Fix);
    }

    /// <summary>Asks for an access token of its own, because the answer names the reason of a refusal.</summary>
    public Task<ZendeskResult<TokenResponse>> IssueTokenAsync(OAuthOptions oauth, CancellationToken cancellationToken) =>
        signIn.IssueTokenAsync(
            new TokenRequest("client_credentials", oauth.ClientId, oauth.ClientSecret, oauth.Scope, (long)oauth.TokenLifetime.TotalSeconds),
            cancellationToken).ToResultAsync(clock, cancellationToken);

    public Task<SignedInUser> ReadMeAsync(CancellationToken cancellationToken) => _me ??= LoadMeAsync(cancellationToken);

    public Task<ZendeskList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) =>
        _groups ??= reader.ReadGroupsAsync(cancellationToken);

    /// <summary>The account's webhooks and triggers, by whom they belong to.</summary>
    public Task<(OwnObjects? Own, ZendeskFailure? Failure)> ReadOwnAsync(CancellationToken cancellationToken) =>
        _own ??= LoadOwnAsync(cancellationToken);

    public Task<ZendeskResult<InvocationsResponse>> ReadCallsAsync(string webhookId, CancellationToken cancellationToken) =>
        admin.ReadInvocationsAsync(webhookId, cancellationToken).ToResultAsync(clock, cancellationToken);

    private async Task<(OwnObjects? Own, ZendeskFailure? Failure)> LoadOwnAsync(CancellationToken cancellationToken)
    {
        var webhooks = await reader.ReadWebhooksAsync(cancellationToken);
        if (webhooks.Failure is { } failure)
            return (null, failure);
        var triggers = await reader.ReadTriggersAsync(cancellationToken);
        return triggers.Failure is null ? (OwnObjects.Find(wanted.Names, webhooks.Items, triggers.Items), null) : (null, triggers.Failure);
    }

    private async Task<SignedInUser> LoadMeAsync(CancellationToken cancellationToken)
    {
        var call = admin.ReadMeAsync(cancellationToken);
        var result = await call.ToResultAsync(clock, cancellationToken);
        var headers = call.IsCompletedSuccessfully ? (await call).Headers : null;
        return new SignedInUser(
            result.Content?.User, result.Failure, headers?.Date, ReadNumber(headers, "X-Rate-Limit"), ReadNumber(headers, "X-Rate-Limit-Remaining"));
    }

    private static long? ReadNumber(HttpResponseHeaders? headers, string name) =>
        headers?.NonValidated.TryGetValues(name, out var values) == true
            && long.TryParse(values.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <summary>The user whom the bridge acts as, and what the response's headers say.</summary>
/// <param name="User">Null: it can't be read.</param>
/// <param name="Failure">Why it can't be read.</param>
/// <param name="Date">Zendesk's time.</param>
/// <param name="RequestLimit">The account's requests per minute.</param>
/// <param name="RequestsLeft">How many of these are left.</param>
internal sealed record SignedInUser(
    ZendeskUser? User, ZendeskFailure? Failure, DateTimeOffset? Date, long? RequestLimit, long? RequestsLeft);
