using HelpdeskBridge.Simulators.Jaicp;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.Tests.Processes;

/// <summary>The service as a process of its own, with a folder for its store, between the two simulated systems.</summary>
public abstract class ProcessTest : IAsyncLifetime
{
    internal SimulatedZendesk Zendesk { get; private set; } = null!;

    internal SimulatedJaicp Jaicp { get; private set; } = null!;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("bridge-process-").FullName;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Zendesk = await SimulatedZendesk.StartAsync();
        Jaicp = await SimulatedJaicp.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Zendesk.DisposeAsync();
        await Jaicp.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
