using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Setup;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Whether the ticket fields exist that channels name.</summary>
internal sealed class TicketFieldsCheck : IAccountCheck
{
    private const string Id = "helpdesk.ticket-fields";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (!TicketFieldCheck.IsNeeded(probe.Account.Channels.Values))
            return [];
        var (fields, failure) = await probe.Reader.ReadTicketFieldsAsync(cancellationToken);
        if (failure is not null)
            return [probe.FromFailure(Id, failure, FindingStatus.Warn, "The ticket fields can't be read. ")];
        var problems = TicketFieldCheck.Find(probe.Account.Channels, fields)
            .Select(problem => probe.Find(Id, FindingStatus.Fail, FindingSide.Settings, problem.What, problem.Fix, problem.Channel)).ToList();
        return problems.Count > 0 ? problems : [probe.Ok(Id, "All ticket fields of the settings exist.")];
    }
}
