namespace HelpdeskBridge.Tests.Bridge;

/// <summary>
/// One fixture for the tests of a class, which run one after another, where none leaves anything behind that the next could notice: a
/// start costs more than such a test. Strays are found at its end.
/// </summary>
public abstract class SharedFixture : IAsyncLifetime
{
    internal BridgeFixture Bridge { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bridge = await StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Bridge.DisposeAsync();
    }

    private protected abstract Task<BridgeFixture> StartAsync();
}
