using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>One test of an account. It reads only. <see cref="ZendeskDiagnostics"/> lists all of them.</summary>
internal interface IAccountCheck
{
    Task<IReadOnlyList<Finding>> RunAsync(AccountProbe probe, CancellationToken cancellationToken);
}
