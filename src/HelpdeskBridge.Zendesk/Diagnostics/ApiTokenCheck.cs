using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>API tokens end on a known day (developer.zendesk.com, oauth-migration).</summary>
internal sealed class ApiTokenCheck : IAccountCheck
{
    private const string Id = "helpdesk.token-end";
    private static readonly DateTimeOffset End = new(2027, 4, 30, 0, 0, 0, TimeSpan.Zero);

    public Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken)
    {
        if (probe.Options.ApiToken is null)
            return Result(probe.Ok(Id, "OAuth is used: tokens are renewed by themselves.", FindingSide.Settings));
        var days = Math.Ceiling((End - probe.Clock.Now).TotalDays);
        return Result(probe.Find(
            Id,
            days > 0 ? FindingStatus.Warn : FindingStatus.Fail,
            FindingSide.Settings,
            days > 0
                ? $"The API token stops working in {days:0} days: Zendesk ends API tokens on 2027-04-30."
                : "Zendesk ended API tokens on 2027-04-30.",
            $"Create an OAuth client (Admin Center, Apps and integrations, APIs, OAuth clients, kind Confidential), set "
            + $"{probe.Key}:OAuth:ClientId and {probe.Key}:OAuth:ClientSecret, and remove {probe.Key}:ApiToken."));

        static Task<IReadOnlyList<Finding>> Result(Finding finding) => Task.FromResult<IReadOnlyList<Finding>>([finding]);
    }
}
