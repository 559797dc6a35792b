using System.Net;
using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Compares the account's requests per minute with the budget of the bridge, and looks how many are left.</summary>
internal sealed class BudgetCheck : IAccountCheck
{
    private const string Id = "helpdesk.budget";

    public async Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        var me = await probe.ReadMeAsync(cancellationToken);
        if (me.Failure is { Status: HttpStatusCode.TooManyRequests } failure)
            return [probe.FromFailure(Id, failure)];
        if (me is not { RequestLimit: { } limit, RequestsLeft: { } left })
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Helpdesk, "Zendesk's response names no limit.")];
        var fix = $"Let {probe.Key}:RequestsPerMinute be at most {limit}; less if other apps use the API as well.";
        if (left < limit / 10)
        {
            return
            [
                probe.Find(
                    Id, FindingStatus.Warn, FindingSide.Helpdesk, $"Only {left} of the account's {limit} requests per minute are left.", fix),
            ];
        }

        return probe.Options.RequestsPerMinute > limit
            ?
            [
                probe.Find(
                    Id,
                    FindingStatus.Warn,
                    FindingSide.Settings,
                    $"The account grants {limit} requests per minute, but {probe.Key}:RequestsPerMinute is {probe.Options.RequestsPerMinute}.",
                    fix),
            ]
            : [probe.Ok(Id, $"{left} of {limit} requests per minute are left; the bridge takes at most {probe.Options.RequestsPerMinute}.")];
    }
}
