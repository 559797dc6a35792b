using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>Sets a Zendesk account up: its webhook, and the trigger where the plan has no events of tickets.</summary>
internal sealed class ZendeskAccountSetup(
    SetupAccount account, WantedObjects wanted, AccountReader reader, IZendeskAdminApi api, BridgeClock clock) : IHelpdeskSetup
{
    public async Task<SetupReading> ReadAsync(CancellationToken cancellationToken)
    {
        var own = await ReadOwnAsync(cancellationToken);
        var (problems, notes) = (new List<SetupProblem>(), CreateNotes(own).ToList());
        if (TicketFieldCheck.IsNeeded(account.Channels.Values))
        {
            var fields = Open(await reader.ReadTicketFieldsAsync(cancellationToken), "ticket fields");
            problems.AddRange(TicketFieldCheck.Find(account.Channels, fields).Select(problem => new SetupProblem(problem.What, problem.Fix)));
        }

        IReadOnlyList<SetupObject> target = account.Options.Feed == HelpdeskFeed.Poll
            ? []
            : wanted.Describe(own.Webhook is { } webhook && WantedObjects.IsCalledByTriggers(webhook), own.Webhook?.Id);
        var adopted = account.Options.Feed == HelpdeskFeed.Poll ? null : own.Adopted;
        return new SetupReading(SetupPlan.Create(target, [.. DescribeOwn(own), .. Describe(adopted)]), problems, notes)
        {
            IsMadeByHand = own.Adopted is not null,
        };
    }

    public async Task<SetupPlan> ReadRemovalAsync(CancellationToken cancellationToken) =>
        SetupPlan.CreateRemoval([.. DescribeOwn(await ReadOwnAsync(cancellationToken))]);

    public async Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken)
    {
        var id = change.Actual?.Id ?? "";
        var isWebhook = change.Subject.Kind == WantedObjects.WebhookKind;
        switch (change.Action)
        {
            case SetupAction.Create when isWebhook:
                return await CreateWebhookAsync(cancellationToken);
            case SetupAction.Create:
                var created = await api.CreateTriggerAsync(await DraftTriggerAsync(cancellationToken), cancellationToken)
                    .ToResultAsync(clock, cancellationToken);
                return Open(created, "The trigger was not made").Trigger?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            case SetupAction.Change when isWebhook:
                var own = await ReadOwnAsync(cancellationToken);
                var byTrigger = own.Webhook is { } webhook && WantedObjects.IsCalledByTriggers(webhook);
                Check(
                    await api.UpdateWebhookAsync(id, new WebhookRequest(wanted.CreateWebhook(byTrigger)), cancellationToken)
                        .ToFailureAsync(clock, cancellationToken),
                    "The webhook was not changed");
                return id;
            case SetupAction.Change:
                var changed = await api.UpdateTriggerAsync(id, await DraftTriggerAsync(cancellationToken), cancellationToken)
                    .ToResultAsync(clock, cancellationToken);
                Check(changed.Failure, "The trigger was not changed");
                return id;
            case SetupAction.Remove:
                var deletion = isWebhook ? api.DeleteWebhookAsync(id, cancellationToken) : api.DeleteTriggerAsync(id, cancellationToken);
                var failure = await deletion.ToFailureAsync(clock, cancellationToken);
                Check(failure?.Status == HttpStatusCode.NotFound ? null : failure, $"The {change.Subject.Kind} was not deleted");
                return id;
            default:
                return id;
        }
    }

    public async Task<string?> ReadWebhookSecretAsync(CancellationToken cancellationToken)
    {
        if ((await ReadOwnAsync(cancellationToken)).Webhook?.Id is not { } id)
            return null;
        var result = await api.ReadSigningSecretAsync(id, cancellationToken).ToResultAsync(clock, cancellationToken);
        return Open(result, "The signing secret can't be read; it is shown on the webhook's page in Admin Center").SigningSecret?.Secret;
    }

    public async Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) =>
        Open(await reader.ReadGroupsAsync(cancellationToken), "groups");

    /// <summary>
    /// Whether an account offers the events of tickets is not documented for every plan, so they are tried. Where Zendesk refuses them, the webhook
    /// is made for a trigger.
    /// </summary>
    private async Task<string?> CreateWebhookAsync(CancellationToken cancellationToken)
    {
        var result = await CreateAsync(byTrigger: false);
        if (result.Failure?.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
            result = await CreateAsync(byTrigger: true);
        return Open(result, "The webhook was not made").Webhook?.Id;

        Task<ZendeskResult<WebhookResponse>> CreateAsync(bool byTrigger) =>
            api.CreateWebhookAsync(new WebhookRequest(wanted.CreateWebhook(byTrigger)), cancellationToken).ToResultAsync(clock, cancellationToken);
    }

    private async Task<TriggerRequest> DraftTriggerAsync(CancellationToken cancellationToken) =>
        (await ReadOwnAsync(cancellationToken)).Webhook?.Id is { } id
            ? new TriggerRequest(wanted.CreateTrigger(id))
            : throw new HelpdeskSetupException("The trigger needs the webhook, which does not exist. Run \"setup apply\" again.");

    private async Task<OwnObjects> ReadOwnAsync(CancellationToken cancellationToken)
    {
        var webhooks = Open(await reader.ReadWebhooksAsync(cancellationToken), "webhooks");
        var triggers = Open(await reader.ReadTriggersAsync(cancellationToken), "triggers");
        return OwnObjects.Find(wanted.Names, webhooks, triggers);
    }

    private IEnumerable<string> CreateNotes(OwnObjects own)
    {
        if (account.Options.Feed == HelpdeskFeed.Poll)
            yield return $"Helpdesks:{account.Name}:Feed is Poll: the bridge reads changes itself, and no webhook is needed.";
        else if (own.Webhook is null)
            yield return "Where Zendesk refuses the events of tickets, a webhook that a trigger calls is made instead.";
        foreach (var other in own.Namesakes)
        {
            yield return $"The webhook \"{other.Name}\" ({other.Id}) calls another address, {other.Endpoint}. It is not touched: another bridge may "
                + "use it. If this bridge has moved from there, delete it by hand.";
        }

        foreach (var other in own.Doubles)
            yield return $"The webhook \"{other.Name}\" ({other.Id}) calls this bridge as well. One is enough: delete it by hand.";
    }

    /// <summary>Triggers come first, because Zendesk does not delete a webhook that an active trigger calls.</summary>
    private static IEnumerable<SetupObject> DescribeOwn(OwnObjects own) =>
        [.. own.Triggers.Select(WantedObjects.Describe), .. own.Webhooks.Select(WantedObjects.Describe)];

    private static IEnumerable<SetupObject> Describe(ZendeskWebhook? webhook) => webhook is null ? [] : [WantedObjects.Describe(webhook)];

    /// <param name="list">What was read.</param>
    /// <param name="name">What is in it, such as <c>webhooks</c>.</param>
    private IReadOnlyList<T> Open<T>(ZendeskList<T> list, string name)
    {
        if (list.Failure is not { } failure)
            return list.Items;
        var advice = FailureAdvice.Create(failure, account.Name, account.Options);
        throw new HelpdeskSetupException(
            $"The {name} can't be read. {advice.What} {advice.Fix}",
            failure.Status == HttpStatusCode.Forbidden ? $"the user may not read {name}" : $"the {name} can't be read: {advice.What.TrimEnd('.')}");
    }

    private T Open<T>(ZendeskResult<T> result, string what)
        where T : class
    {
        Check(result.Failure, what);
        return result.Content!;
    }

    private void Check(ZendeskFailure? failure, string what)
    {
        if (failure is null)
            return;
        var advice = FailureAdvice.Create(failure, account.Name, account.Options);
        throw new HelpdeskSetupException($"{what}. {advice.What} {advice.Fix}");
    }
}

/// <summary>An account and the channels that it serves.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Channels">The channels by name.</param>
internal sealed record SetupAccount(string Name, HelpdeskOptions Options, IReadOnlyDictionary<string, ChannelOptions> Channels);
