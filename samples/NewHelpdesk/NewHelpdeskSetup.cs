using HelpdeskBridge.Helpdesks;

namespace HelpdeskBridge.NewHelpdesk;

/// <summary>
/// The least that the commands <c>setup</c> and <c>doctor</c> need. A product that lets the bridge make its webhook plans it here; whatever can be
/// wrong there is a finding with its fix.
/// </summary>
internal sealed class NewHelpdeskSetup(string name, IHelpdesk account) : IHelpdeskSetup, IHelpdeskDiagnostics
{
    private const string GroupsCheck = "helpdesk.groups";
    private const string SelfTest = "helpdesk.selfTest";
    private const string Fix = "Look at BaseUrl and ApiToken of the helpdesk in the settings.";

    public Task<SetupReading> ReadAsync(SetupWishes wishes, CancellationToken cancellationToken) =>
        Task.FromResult(new SetupReading(new SetupPlan([]), [], ["This helpdesk needs nothing to be set up but a user for the bridge."]));

    public Task<SetupReading> ReadRemovalAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new SetupReading(new SetupPlan([]), [], []));

    public Task<string?> ApplyAsync(SetupChange change, CancellationToken cancellationToken) =>
        throw new HelpdeskSetupException("There is nothing to set up.");

    public Task<string?> ReadWebhookSecretAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task<IReadOnlyList<HelpdeskGroup>> ReadGroupsAsync(CancellationToken cancellationToken) =>
        await account.ReadGroupsAsync(cancellationToken) ?? throw new HelpdeskSetupException($"The groups can't be read. {Fix}");

    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellationToken) =>
    [
        await account.ReadGroupsAsync(cancellationToken) is { } groups
            ? new Finding(GroupsCheck, name, FindingStatus.Ok, FindingSide.Helpdesk, $"The helpdesk answers and has {groups.Count} groups.")
            : new Finding(GroupsCheck, name, FindingStatus.Fail, FindingSide.Settings, "The groups can't be read.", Fix),
    ];

    /// <summary>A real one opens a ticket that is marked as a test, writes a note into it, and solves it.</summary>
    public Task<IReadOnlyList<Finding>> SelfTestAsync(bool waitForWebhook, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>(
            [new Finding(SelfTest, name, FindingStatus.Skipped, FindingSide.Helpdesk, "The template has no test ticket.")]);
}
