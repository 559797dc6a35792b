using System.Text;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Http;
using HelpdeskBridge.Messaging;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Storage.Sqlite;
using HelpdeskBridge.Tests.Bridge;
using HelpdeskBridge.Tests.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpdeskBridge.Tests.Storage;

/// <summary>
/// How much memory accepting a text asks for, from its body to the commit. It is counted, not timed, and in one thread, so that nothing else on the
/// machine changes it. The number goes up only for a reason.
/// </summary>
public sealed class AllocationTests : IDisposable
{
    private const int Calls = 2000;

    /// <summary>Half as much again as it is now.</summary>
    private const long MaxBytesPerCall = 20_000;

    private static readonly ChannelUser Client = new("shop", BridgeFixture.User);

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-allocations-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Accepting_a_text_asks_for_little_memory()
    {
        await using var bridge = await BridgeFixture.StartAsync();
        var options = new StorageOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "bridge.db")};Pooling=False" };
        await using (var schema = new SqliteDatabase(options.AsOptions(), NullLogger<SqliteDatabase>.Instance))
            await schema.MigrateAsync(TestContext.Current.CancellationToken);
        using var store = new SameThreadDatabase(options.ConnectionString);

        // Nobody delivers from this store, so the texts wait behind each other and wake nobody.
        var inbox = ActivatorUtilities.CreateInstance<Inbox>(bridge.App.Services, store, new RecentConversations());
        var body = Encoding.UTF8.GetBytes($$"""{"userId":"{{Client.UserId}}","text":"Where is my order?"}""");
        Accept(inbox, body, Calls);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Accept(inbox, body, Calls);
        var perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;

        TestContext.Current.TestOutputHelper?.WriteLine($"{perCall} bytes a call");
        perCall.ShouldBeLessThan(MaxBytesPerCall);
    }

    /// <summary>In the thread of the caller, from the first call to the last.</summary>
    private static void Accept(Inbox inbox, byte[] body, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            var fields = CallFields.Parse(body);
            var client = Client with { UserId = fields.GetRequiredText("userId", 1024) };
            var accepted = inbox.AcceptAsync(client, new ConversationInput.ClientWrote(fields.GetRequiredText("text")), CancellationToken.None);
            accepted.IsCompletedSuccessfully.ShouldBeTrue();
        }
    }
}
