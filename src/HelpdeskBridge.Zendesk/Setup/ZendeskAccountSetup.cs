using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>Sets a Zendesk account up: its webhook, the trigger where the plan has no events of tickets, ticket fields and macros.</summary>
internal sealed class ZendeskAccountSetup(
    SetupAccount account, WantedObjects wanted, TicketFieldSetup fields, MacroSetup macros, AccountReader reader, IZendeskAdminApi api,
    BridgeClock clock) : IHelpdeskSetup
{
    public async Task<SetupReading> ReadAsync(SetupWishes wishes, CancellationToken cancellationToken)
    {
        var own = await ReadOwnAsync(cancellationToken);
        var ownFields = await fields.ReadAsync(
            isNeeded: wishes.TicketFields.Count > 0 || TicketFieldCheck.IsNeeded(account.Channels.Values), cancellationToken);
        var ownMacros = await ReadMacrosAsync(wishes, cancellationToken);
        IReadOnlyList<SetupObject> target = account.Options.Feed == HelpdeskFeed.Poll
            ? []
            : wanted.Describe(own.Webhook is { } webhook && WantedObjects.IsCalledByTriggers(webhook), own.Webhook?.Id);
        var adopted = account.Options.Feed == HelpdeskFeed.Poll ? null : own.Adopted;
        return new SetupReading(
            SetupPlan.Create(
                [.. target, .. ownFields.DescribeWanted(wishes.TicketFields), .. ownMacros.DescribeWanted(wanted.ReturnTags, wishes.Macros)],
                [
                    .. DescribeOwn(own), .. Describe(adopted), .. ownFields.Fields.Select(field => field.Describe()),
                    .. ownMacros.Macros.Select(macro => macro.Describe()),
                ]),
            [.. TicketFieldCheck.Find(account.Channels, ownFields).Select(problem => new SetupProblem(problem.What, problem.Fix))],
            [
                .. CreateNotes(own), .. ownFields.CreateNotes(wishes.TicketFields), .. ownMacros.CreateNotes(wanted.ReturnTags, wishes.Macros),
            ])
        {
            TicketFields = ownFields.GetAttributeFields(wishes.TicketFields),
            IsMadeByHand = adopted is not null,
        };
    }

    public async Task<SetupReading> ReadRemovalAsync(CancellationToken cancellationToken)
    {
        var own = await ReadOwnAsync(cancellationToken);
        var ownFields = await fields.ReadAsync(isNeeded: false, cancellationToken);
        var ownMacros = await macros.ReadAsync(isNeeded: false, cancellationToken);
        return new SetupReading(
            SetupPlan.CreateRemoval(
                [
                    .. DescribeOwn(own), .. ownFields.Fields.Concat(ownFields.Doubles).Select(field => field.Describe()),
                    .. ownMacros.Macros.Select(macro => macro.Describe()),
                ]),
            [],
            [.. ownFields.CreateRemovalNotes(account.Channels), .. ownMacros.CreateNotes(wanted.ReturnTags, areWanted: false)]);
    }

    public async Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken)
    {
        if (change.Subject.Kind == OwnTicketFields.Kind)
            return await fields.ApplyAsync(change, cancellationToken);
        if (change.Subject.Kind == OwnMacros.Kind)
            return await macros.ApplyAsync(change, cancellationToken);
        var id = change.Actual?.Id ?? "";
        var isWebhook = change.Subject.Kind == WantedObjects.WebhookKind;
        switch (change.Action)
        {
            case SetupAction.Create when isWebhook:
                return await CreateWebhookAsync(cancellationToken);
            case SetupAction.Create:
                var created = await api.CreateTriggerAsync(await DraftTriggerAsync(cancellationToken), cancellationToken)
                    .ToResultAsync(clock, cancellationToken);
                return account.Open(created, "The trigger was not made").Trigger?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            case SetupAction.Change when isWebhook:
                var own = await ReadOwnAsync(cancellationToken);
                var byTrigger = own.Webhook is { } webhook && WantedObjects.IsCalledByTriggers(webhook);
                account.Check(
                    await api.UpdateWebhookAsync(id, new WebhookRequest(wanted.CreateWebhook(byTrigger)), cancellationToken)
                        .ToFailureAsync(clock, cancellationToken),
                    "The webhook was not changed");
                return id;
            case SetupAction.Change:
                var changed = await api.UpdateTriggerAsync(id, await DraftTriggerAsync(cancellationToken), cancellationToken)
                    .ToResultAsync(clock, cancellationToken);
                account.Check(changed.Failure, "The trigger was not changed");
                return id;
            case SetupAction.Remove:
                var deletion = isWebhook ? api.DeleteWebhookAsync(id, cancellationToken) : api.DeleteTriggerAsync(id, cancellationToken);
                var failure = await deletion.ToFailureAsync(clock, cancellationToken);
                account.Check(failure?.Status == HttpStatusCode.NotFound ? null : failure, $"The {change.Subject.Kind} was not deleted");
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
        return account.Open(result, "The signing secret can't be read; it is shown on the webhook's page in Admin Center").SigningSecret?.Secret;
    }

    public async Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) =>
        account.Open(await reader.ReadGroupsAsync(cancellationToken), "groups");

    /// <summary>
    /// Whether an account offers the events of tickets is not documented for every plan, so they are tried. Where Zendesk refuses them, the webhook
    /// is made for a trigger.
    /// </summary>
    private async Task<string?> CreateWebhookAsync(CancellationToken cancellationToken)
    {
        var result = await CreateAsync(byTrigger: false);
        if (result.Failure?.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
            result = await CreateAsync(byTrigger: true);
        return account.Open(result, "The webhook was not made").Webhook?.Id;

        Task<ZendeskResult<WebhookResponse>> CreateAsync(bool byTrigger) =>
            api.CreateWebhookAsync(new WebhookRequest(wanted.CreateWebhook(byTrigger)), cancellationToken).ToResultAsync(clock, cancellationToken);
    }

    private async Task<TriggerRequest> DraftTriggerAsync(CancellationToken cancellationToken) =>
        (await ReadOwnAsync(cancellationToken)).Webhook?.Id is { } id
            ? new TriggerRequest(wanted.CreateTrigger(id))
            : throw new HelpdeskSetupException("The trigger needs the webhook, which does not exist. Run \"setup apply\" again.");

    private async Task<OwnObjects> ReadOwnAsync(CancellationToken cancellationToken)
    {
        var webhooks = account.Open(await reader.ReadWebhooksAsync(cancellationToken), "webhooks");
        var triggers = account.Open(await reader.ReadTriggersAsync(cancellationToken), "triggers");
        return OwnObjects.Find(wanted.Names, webhooks, triggers);
    }

    /// <summary>An account can have thousands of macros, so they are read only where there may be one of this bridge.</summary>
    private async Task<OwnMacros> ReadMacrosAsync(SetupWishes wishes, CancellationToken cancellationToken) =>
        wishes.Macros || wanted.ReturnTags.Count > 0 ? await macros.ReadAsync(isNeeded: wishes.Macros, cancellationToken) : new OwnMacros([]);

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
}
