using System.Net;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;
using HelpdeskBridge.Zendesk.Availability;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>Tests a Zendesk account. A new test is added to the list.</summary>
internal sealed class ZendeskDiagnostics(AccountProbe probe, IZendeskApi api, ZendeskAvailability availability) : IHelpdeskDiagnostics
{
    private readonly IReadOnlyList<IAccountCheck> _checks =
    [
        new ScopeCheck(),
        new RoleCheck(),
        new DestinationsCheck(),
        new AvailabilityCheck(availability),
        new ScheduleCheck(api),
        new TicketFieldsCheck(),
        new WebhookCheck(),
        new WebhookSecretCheck(),
        new WebhookCallsCheck(),
        new TriggerCheck(),
    ];

    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. await new ApiTokenCheck().RunAsync(probe, cancellationToken)];
        findings.AddRange(await new SignInCheck().RunAsync(probe, cancellationToken));
        if (findings.Exists(finding => finding is { Id: SignInCheck.Id, Status: FindingStatus.Fail }))
            return [.. findings, Skip("The rest of the account is not tested, because signing in fails.")];

        // The other tests would wait until the limit is reset.
        findings.AddRange(await new ClockCheck().RunAsync(probe, cancellationToken));
        findings.AddRange(await new BudgetCheck().RunAsync(probe, cancellationToken));
        if ((await probe.ReadMeAsync(cancellationToken)).Failure is { Status: HttpStatusCode.TooManyRequests })
            return [.. findings, Skip("The rest of the account is not tested, because its requests are used up.")];

        foreach (var check in _checks)
            findings.AddRange(await check.RunAsync(probe, cancellationToken));
        return findings;
    }

    public async Task<IReadOnlyList<Finding>> SelfTestAsync(bool waitForWebhook, CancellationToken cancellationToken) =>
        await new SelfTest(probe, api).RunAsync(waitForWebhook, cancellationToken);

    private Finding Skip(string what) => probe.Find("helpdesk.account", FindingStatus.Skipped, FindingSide.Helpdesk, what);
}
