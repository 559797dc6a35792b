using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the ticket fields exist that channels name, and whether those that <c>setup</c> made can be filled.</summary>
internal sealed class TicketFieldsCheck : IAccountCheck
{
    private const string Id = "helpdesk.ticket-fields";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        var (all, failure) = await probe.Reader.ReadTicketFieldsAsync(cancellationToken);
        var isNeeded = TicketFieldCheck.IsNeeded(probe.Account.Channels.Values);
        if (failure is not null)
            return isNeeded ? [probe.FromFailure(Id, failure, FindingStatus.Warn, "The ticket fields can't be read. ")] : [];
        var fields = OwnTicketFields.Find(probe.Wanted.Names, all, probe.Account.Channels.Values);
        var problems = TicketFieldCheck.Find(probe.Account.Channels, fields)
            .Select(problem => probe.Find(Id, FindingStatus.Fail, FindingSide.Settings, problem.What, problem.Fix, problem.Channel))
            .Concat(fields.Fields.Where(field => field.Fault is not null).Select(field => Describe(probe, field))).ToList();
        if (problems.Count > 0)
            return problems;
        return isNeeded ? [probe.Ok(Id, "All ticket fields of the settings exist.")] : [];
    }

    /// <summary>A field that no channel fills yet does no harm.</summary>
    private static Finding Describe(AccountProbe probe, OwnTicketField field) => probe.Find(
        Id,
        TicketFieldCheck.IsInUse(probe.Account.Channels.Values, field.Id) ? FindingStatus.Fail : FindingStatus.Warn,
        FindingSide.Helpdesk,
        $"The ticket field \"{field.Field.Title}\" ({field.Id}), which was made for the attribute {field.Attribute}, {field.Fault}.",
        field.Field.Type == OwnTicketField.TextType ? SetupHint.Repair(probe.Account.Name) : field.TypeAdvice);
}
