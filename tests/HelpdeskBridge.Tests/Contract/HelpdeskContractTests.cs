using System.Globalization;
using HelpdeskBridge.Simulators.Jaicp;

namespace HelpdeskBridge.Tests.Contract;

/// <summary>
/// What the whole service must do with every helpdesk, whatever its product. A new adapter is done when its own class, derived from this one,
/// passes (docs/new-helpdesk.md). What a product can't do, its desk says with the reason, and the test is skipped with it.
/// </summary>
public abstract partial class HelpdeskContractTests : IAsyncLifetime
{
    private const string Closed = "(closed)";

    /// <summary>Of the channel and of delivery, so that no test waits for long.</summary>
    private static readonly (string Key, string Value)[] Settings =
        [("Delivery:RetryDelays:0", "00:00:00.500"), ("Delivery:NotifyAfter", "01:00:00")];

    private ContractDesk _desk = null!;
    private DeskRelay _relay = null!;
    private IContractBridge? _bridge;

    /// <summary>Starts the helpdesk, or shows that it is there.</summary>
    private protected abstract Task<ContractDesk> StartDeskAsync();

    /// <summary>Starts the service with a channel "shop" on the helpdesk.</summary>
    /// <param name="desk">The helpdesk.</param>
    /// <param name="address">Where the service finds it: on its way requests may fail.</param>
    /// <param name="settings">Settings beside those that the product needs.</param>
    private protected abstract Task<IContractBridge> StartBridgeAsync(
        ContractDesk desk, Uri address, IReadOnlyList<(string Key, string Value)> settings);

    public async ValueTask InitializeAsync()
    {
        _desk = await StartDeskAsync();
        _relay = new DeskRelay(_desk.Url);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_bridge is not null)
        {
            await _bridge.DisposeAsync();
            _bridge.Jaicp.Violations.ShouldBeEmpty();
        }

        if (_desk is not null)
        {
            await _relay.DisposeAsync();
            await _desk.DisposeAsync();
        }
    }

    private SimulatedJaicp Jaicp => _bridge!.Jaicp;

    private string Group => _desk.Groups[0].Id;

    private string OtherGroup => _desk.Groups[1].Id;

    /// <summary>A client that no other test has.</summary>
    private static string NewUser() => $"user-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    /// <summary>Skips the test, visibly and with the reason, where the product can't do what it is about.</summary>
    private void Needs(DeskAbility ability) => Assert.SkipWhen(_desk.ExplainLack(ability) is not null, _desk.ExplainLack(ability) ?? "");

    private async Task StartAsync(params (string Key, string Value)[] settings) =>
        _bridge = await StartBridgeAsync(_desk, _relay.Url, [.. Settings, .. settings]);

    /// <summary>Starts the service and hands a client over, who says "hello".</summary>
    /// <returns>The client and the ticket.</returns>
    private async Task<(string User, string TicketId)> StartChatAsync(params (string Key, string Value)[] settings)
    {
        await StartAsync(settings);
        var user = NewUser();
        return (user, await HandOverAsync(user));
    }

    /// <summary>Hands a client over, who says "hello".</summary>
    /// <returns>The ticket.</returns>
    private async Task<string> HandOverAsync(string user)
    {
        Accepted(await Jaicp.HandOverAsync(user, userName: "Ann Lee", firstMessage: "hello"));
        return await GetTicketAsync(user);
    }

    private async Task SayAsync(string user, params IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
            Accepted(await Jaicp.SendTextAsync(user, text));
    }

    private static void Accepted(BridgeAnswer answer) => answer.IsAccepted.ShouldBeTrue($"{answer.Status} {answer.Body}");

    /// <summary>Waits until the client has as many tickets.</summary>
    /// <returns>The last one of these.</returns>
    private async Task<string> GetTicketAsync(string user, int number = 1)
    {
        await UntilAsync(async () => (await _desk.FindTicketsAsync(user)).Count >= number, $"ticket {number}");
        return (await _desk.FindTicketsAsync(user))[number - 1];
    }

    private async Task ShouldHaveOneTicketAsync(string user, string ticketId) => (await _desk.FindTicketsAsync(user)).ShouldBe([ticketId]);

    /// <summary>
    /// Waits until the bridge has written this last, and checks everything that it wrote for the client. An adapter may add empty lines, where its
    /// product would take a text for none otherwise.
    /// </summary>
    private async Task ShouldSayAsync(string ticketId, params IReadOnlyList<string> lines)
    {
        await UntilTicketAsync(ticketId, ticket => ticket.Words.EndsWith(lines[^1], StringComparison.Ordinal), $"\"{lines[^1]}\" in the ticket");
        var words = (await _desk.ReadAsync(ticketId)).Words;
        words.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutTime).ShouldBe(lines);
    }

    /// <summary>Texts that wait together become one comment, each on its line. A late one begins with its time.</summary>
    private static string WithoutTime(string line) => line.StartsWith('[') ? line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..] : line;

    private static string[] CreateTexts(int count) =>
        [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"text {number:000}"))];

    /// <summary>What the client got from the helpdesk, in order: texts, files in brackets, and ends.</summary>
    private string[] Received(string user) =>
    [
        .. Jaicp.Transcript(user).Where(line => line.Employee is not null).Select(line => line.Kind switch
        {
            TranscriptKind.AgentClosed => Closed,
            TranscriptKind.AgentFile => $"[{line.Text}]",
            _ => line.Text,
        }),
    ];

    /// <summary>Waits until the client got as much, and checks it.</summary>
    private async Task ShouldReceiveAsync(string user, params IReadOnlyList<string> lines)
    {
        await UntilAsync(() => Task.FromResult(Received(user).Length >= lines.Count), $"{lines.Count} lines for the client");
        Received(user).ShouldBe(lines);
    }

    private Task UntilTicketAsync(string ticketId, Func<ContractTicket, bool> condition, string what) =>
        UntilAsync(async () => condition(await _desk.ReadAsync(ticketId)), what);

    private Task UntilAsync(Func<Task<bool>> condition, string what) => _bridge!.UntilAsync(condition, what);

    private Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);
}
