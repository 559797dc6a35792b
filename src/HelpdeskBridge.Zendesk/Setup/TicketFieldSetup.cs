using System.Globalization;
using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>Reads, makes, changes and deletes the optional ticket fields of an account.</summary>
internal sealed class TicketFieldSetup(SetupAccount account, SetupNames names, AccountReader reader, IZendeskAdminApi api, BridgeClock clock)
{
    /// <param name="isNeeded">Whether they are needed. Otherwise it is no failure that they can't be read.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="HelpdeskSetupException">They are needed, and can't be read.</exception>
    public async Task<OwnTicketFields> ReadAsync(bool isNeeded, CancellationToken cancellationToken)
    {
        var list = await reader.ReadTicketFieldsAsync(cancellationToken);
        if (isNeeded)
            account.Open(list, "ticket fields");
        return OwnTicketFields.Find(names, list.Items, account.Channels.Values) with
        {
            ReadFailure = list.Failure is { } failure
                ? $"The ticket fields can't be read ({failure.Summary}). Those of this bridge stay as they are."
                : null,
        };
    }

    /// <returns>The id of the field.</returns>
    /// <exception cref="HelpdeskSetupException">Zendesk refused the change.</exception>
    public async Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken)
    {
        var (id, what) = (change.Actual?.Id ?? "", $"The ticket field \"{change.Subject.Name}\"");
        switch (change.Action)
        {
            case SetupAction.Create:
                return await CreateAsync(change.Subject.Key, $"{what} was not made", cancellationToken);
            case SetupAction.Change when change.Differences.Any(difference => difference.Property == OwnTicketField.TypeProperty):
                throw new HelpdeskSetupException($"{what} ({id}) was not changed. {OwnTicketField.TypeAdviceFor(change.Subject.Key)}");
            case SetupAction.Change:
                var activation = new TicketFieldRequest(new TicketFieldDraft { Active = true });
                var changed = await api.UpdateTicketFieldAsync(id, activation, cancellationToken).ToResultAsync(clock, cancellationToken);
                account.Check(changed.Failure, $"{what} was not changed");
                return id;
            case SetupAction.Remove:
                var failure = await api.DeleteTicketFieldAsync(id, cancellationToken).ToFailureAsync(clock, cancellationToken);
                account.Check(failure?.Status == HttpStatusCode.NotFound ? null : failure, $"{what} was not deleted");
                return id;
            default:
                return id;
        }
    }

    /// <summary>
    /// The field is for agents: end users see a field only if it is visible and editable in Help Center (developer.zendesk.com, "Ticket Fields").
    /// </summary>
    private async Task<string?> CreateAsync(string attribute, string what, CancellationToken cancellationToken)
    {
        var draft = new TicketFieldDraft
        {
            Type = OwnTicketField.TextType,
            Title = attribute,
            AgentDescription = names.DescribeTicketField(attribute),
            Active = true,
            VisibleInPortal = false,
            EditableInPortal = false,
        };
        var result = await api.CreateTicketFieldAsync(new TicketFieldRequest(draft), cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { } failure)
            throw SetupAccount.Refuse(FailureAdvice.CreateForTicketField(failure, attribute, account.Name, account.Options), what);
        return result.Content!.TicketField?.Id.ToString(CultureInfo.InvariantCulture);
    }
}
