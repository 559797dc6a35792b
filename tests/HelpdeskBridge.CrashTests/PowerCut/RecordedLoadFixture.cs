namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>One recorded load for the tests that only read it. The first of them records it.</summary>
public sealed class RecordedLoadFixture : IAsyncLifetime
{
    private RecordedLoad? _load;

    internal static PowerCutPlan Plan { get; } = new(Seed: 7, Clients: 6, Messages: 6);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
            await _load.DisposeAsync();
    }

    internal async Task<RecordedLoad> GetAsync() => _load ??= await RecordedLoad.CreateAsync(Plan);
}

/// <summary>The tests that share the recorded load. They run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class RecordedLoadTests : ICollectionFixture<RecordedLoadFixture>
{
    public const string Name = "Recorded load";
}
