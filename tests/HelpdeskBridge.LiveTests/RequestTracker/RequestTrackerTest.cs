using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>A test between the simulated JAICP and a real Request Tracker, which all tests share.</summary>
public abstract class RequestTrackerTest(RequestTrackerServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    protected RequestTrackerServer Server { get; } = server;

    public ValueTask InitializeAsync()
    {
        RequestTrackerServer.SkipUnlessInstalled();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A client that no other test has.</summary>
    protected static string NewUser() => $"user-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    /// <summary>The tickets of a client, oldest first. Deleted and merged ones are not found.</summary>
    internal Task<IReadOnlyList<string>> FindTicketsAsync(string user) => Server.Olga.FindTicketsAsync($"Requestor.Name = '{GetUserName(user)}'");

    /// <summary>Waits until the client has as many tickets.</summary>
    internal async Task<string> GetTicketAsync(string user, int number = 1)
    {
        await UntilAsync(async () => (await FindTicketsAsync(user)).Count >= number, $"ticket {number} of {user}");
        return (await FindTicketsAsync(user))[number - 1];
    }

    internal static string GetUserName(string user) =>
        "jaicp-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"shop\n{user}")));

    /// <summary>What the bridge wrote for the client: the ticket's first text and the correspondence, in order.</summary>
    internal async Task<string> ReadWordsAsync(string ticketId) => string.Join('\n', (await Server.Olga.ReadMessagesAsync(ticketId))
        .Where(entry => entry.Author == Server.BridgeUserName && entry.Type != "Comment").Select(entry => entry.Text));

    internal static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        UntilAsync(() => Task.FromResult(condition()), what);

    internal static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Timeout, what);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
