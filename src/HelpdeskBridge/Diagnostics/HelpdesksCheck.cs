using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;

namespace HelpdeskBridge.Diagnostics;

/// <summary>Every helpdesk account, tested by its adapter.</summary>
internal sealed class HelpdesksCheck(EffectiveSettings settings, IEnumerable<IHelpdeskFactory> factories) : IDoctorCheck
{
    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
        RunAsync(account => account.CheckAsync(cancellationToken));

    /// <summary>Opens a test ticket in each account.</summary>
    public Task<IReadOnlyList<Finding>> SelfTestAsync(bool waitForWebhook, CancellationToken cancellationToken) =>
        RunAsync(account => account.SelfTestAsync(waitForWebhook, cancellationToken));

    private async Task<IReadOnlyList<Finding>> RunAsync(Func<IHelpdeskDiagnostics, Task<IReadOnlyList<Finding>>> test)
    {
        var findings = new List<Finding>();
        foreach (var (name, options) in settings.GetNamed<HelpdeskOptions>(HelpdeskRegistry.Section))
            findings.AddRange(await test(factories.Single(factory => factory.Kind == options.Kind).CreateDiagnostics(name)));
        return findings;
    }
}
