using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.Hosting;

/// <summary>Shows what <c>setup</c> does with an account while it does it: each read, and each object that is made, changed or removed.</summary>
internal sealed class SetupProgress(IHelpdeskSetup setup, string helpdesk, WorkProgress progress) : IHelpdeskSetup
{
    public Task<SetupReading> ReadAsync(SetupWishes wishes, CancellationToken cancellationToken) =>
        progress.RunAsync($"Reading the account {helpdesk}", _ => setup.ReadAsync(wishes, cancellationToken));

    public Task<SetupReading> ReadRemovalAsync(CancellationToken cancellationToken) =>
        progress.RunAsync($"Reading the account {helpdesk}", _ => setup.ReadRemovalAsync(cancellationToken));

    public Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken) => change.Action == SetupAction.None
        ? setup.ApplyAsync(change, cancellationToken)
        : progress.RunAsync(
            $"{Verbs[change.Action]} the {change.Subject.Kind} \"{change.Actual?.Name ?? change.Subject.Name}\" in {helpdesk}",
            _ => setup.ApplyAsync(change, cancellationToken));

    public Task<string?> ReadWebhookSecretAsync(CancellationToken cancellationToken) =>
        progress.RunAsync($"Reading the signing secret of {helpdesk}", _ => setup.ReadWebhookSecretAsync(cancellationToken));

    public Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) =>
        progress.RunAsync($"Reading the groups of {helpdesk}", _ => setup.ReadGroupsAsync(cancellationToken));

    private static readonly Dictionary<SetupAction, string> Verbs = new()
    {
        [SetupAction.Create] = "Making",
        [SetupAction.Change] = "Changing",
        [SetupAction.Remove] = "Removing",
    };
}
