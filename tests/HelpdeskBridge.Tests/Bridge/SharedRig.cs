namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// One rig for the tests of a class, which run one after another, where none leaves anything behind that the next could notice: a
/// start costs more than such a test. Strays are found at its end.
/// </summary>
public abstract class SharedRig : IAsyncLifetime
{
    internal BridgeRig Rig { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Rig = await StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Rig.DisposeAsync();
    }

    private protected abstract Task<BridgeRig> StartAsync();
}
