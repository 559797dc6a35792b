using HelpdeskBridge.CrashTests.PowerCut.Disks;
using HelpdeskBridge.CrashTests.PowerCut.Tracing;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.PowerCut;

/// <summary>
/// The service's first start, clients who chat, a stop, a second start and more chats: with everything that was done to the files. The simulators
/// go on, because the clients' files are there.
/// </summary>
internal sealed class RecordedLoad : IAsyncDisposable
{
    /// <summary>So many processes of the service are recorded, one after the other.</summary>
    public const int Processes = 2;

    /// <summary>The store's folder, below the recorded one: the service makes it.</summary>
    private const string StoreFolder = "data";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-power-").FullName;
    private readonly List<ChatParticipants> _chats = [];
    private TestEnvironment? _environment;

    private RecordedLoad(PowerCutPlan plan) => Plan = plan;

    public PowerCutPlan Plan { get; }

    public TestEnvironment Environment => _environment!;

    public IReadOnlyList<ChatParticipants> Chats => _chats;

    public RecordedFiles Files { get; private set; } = null!;

    /// <summary>When the service had answered that it knows where JAICP takes events.</summary>
    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>When everything was accepted and every file of a client was downloaded. Then the service was asked to end.</summary>
    public DateTimeOffset RestedAt { get; private set; }

    /// <summary>
    /// How often SQLite began its log: with each process, and when so much was in it that it was copied into the store's file while calls came.
    /// </summary>
    public int LogBeginnings =>
        Files.Operations.OfType<Write>().Count(write => write is { Offset: 0 } && write.Path.EndsWith("-wal", StringComparison.Ordinal));

    /// <summary>Where the store is below the recorded folder.</summary>
    public static string GetStorePath(string folder) => Path.Combine(folder, StoreFolder, "bridge.db");

    /// <summary>Where the clients' files are below the recorded folder.</summary>
    public static string GetClientFiles(string folder) => Path.Combine(folder, StoreFolder, "client-files");

    public static async Task<RecordedLoad> CreateAsync(PowerCutPlan plan)
    {
        var load = new RecordedLoad(plan);
        try
        {
            await load.RecordAsync();
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_environment is not null)
            await _environment.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RecordAsync()
    {
        using var recorder = Recorder.Begin(_folder);
        _environment = await TestEnvironment.CreateAsync(
            Plan.Seed,
            new() { ["Storage:ConnectionString"] = $"Data Source={GetStorePath(_folder)}" },
            launcher: recorder.Launcher);
        if (!Plan.HasHelpdesk)
            await Environment.Zendesk.StopListeningAsync();
        await Environment.StartServiceAsync();
        await Environment.RegisterWebhookAsync();
        RegisteredAt = TimeProvider.System.GetUtcNow();
        _chats.AddRange(Enumerable.Range(1, Plan.Clients).Select(number => new ChatParticipants(Environment, $"u{number}")));

        await ChatAsync(Plan.Messages);
        await Environment.TerminateServiceAsync();
        await Environment.StartServiceAsync();
        await ChatAsync(2 * Plan.Messages);
        await WaitForFilesAsync();
        RestedAt = TimeProvider.System.GetUtcNow();
        await Environment.TerminateServiceAsync();
        Files = recorder.Read();
    }

    private Task ChatAsync(int messages) => Task.WhenAll(_chats.Select((chat, index) =>
    {
        var random = new Random(CreateSeed(index, messages));
        var script = new ChatScript(chat, random, waitsForOutcome: Plan.HasHelpdesk && index % 2 == 0, maxCalls: int.MaxValue, () => false);
        return script.PlayAsync(messages);
    }));

    private int CreateSeed(int index, int messages) => unchecked((Plan.Seed * 1_000_003) + (index * 7919) + messages);

    /// <summary>With a helpdesk, files leave the folder as soon as they are in their ticket.</summary>
    private async Task WaitForFilesAsync()
    {
        var accepted = _chats.Sum(chat => chat.Calls.Count(call => call is { IsAccepted: true, Kind: Recording.CallKind.File }));
        var folder = GetClientFiles(_folder);
        var isComplete = await Poll.UntilAsync(() => Plan.HasHelpdesk || CountFiles() == accepted, Poll.StepTimeout);
        isComplete.ShouldBeTrue($"{accepted} files were accepted, and {CountFiles()} are downloaded");

        int CountFiles() => Directory.Exists(folder)
            ? Directory.GetFiles(folder).Count(path => !path.EndsWith(".part", StringComparison.Ordinal))
            : 0;
    }
}
