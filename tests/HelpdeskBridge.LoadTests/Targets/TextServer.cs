using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using HelpdeskBridge.LoadTests.Alternatives;
using HelpdeskBridge.LoadTests.Clients;
using HelpdeskBridge.LoadTests.Measures;
using HelpdeskBridge.Simulators.Zendesk;

namespace HelpdeskBridge.LoadTests.Targets;

/// <summary>A server that takes clients' texts and sends them to a helpdesk of its own, which is simulated in this process.</summary>
internal sealed class TextServer : IAsyncDisposable
{
    /// <summary>How every text of a load begins.</summary>
    public const string Text = "Where is my order?";

    private const int Chats = 1000;
    private const string Key = "0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly LegacyApiToken Token = new("bridge@example.com", "simulated-api-token");

    private readonly SimulatedZendesk _zendesk;
    private readonly IAsyncDisposable _server;
    private long _accepted;

    private TextServer(SimulatedZendesk zendesk, IAsyncDisposable server) => (_zendesk, _server) = (zendesk, server);

    public required string Name { get; init; }

    public required Uri Api { get; init; }

    /// <summary>The clients; each has a ticket.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    /// <summary>Whether it sends every text as soon as it can.</summary>
    public required bool SendsAll { get; init; }

    public required Func<TimeSpan> ProcessorTime { get; init; }

    public required Func<string> Output { private get; init; }

    /// <summary>The last that it printed.</summary>
    public string LastLines => string.Join('\n', Output().Split('\n').TakeLast(20));

    public static async Task<TextServer> StartBridgeAsync(bool keepsBudget, MeasurePlan plan, CancellationToken cancellationToken)
    {
        var zendesk = await StartHelpdeskAsync();
        var bridge = await Target.StartAsync(Target.Bridge, zendesk, settings =>
        {
            if (!keepsBudget)
                settings["Helpdesks:main:RequestsPerMinute"] = "1000000";
            plan.Change?.Invoke(settings);
        });
        var server = new TextServer(zendesk, bridge)
        {
            Name = Target.Bridge,
            Api = bridge.Api,
            Users = [.. Enumerable.Range(0, Chats).Select(number => $"chat-{number}")],
            SendsAll = !keepsBudget,
            ProcessorTime = () => bridge.Process.ProcessorTime,
            Output = () => bridge.Process.Output,
        };
        try
        {
            await server.OpenChatsAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an alternative. It is spared finding the ticket of a client: the client's ID is the ticket's number.</summary>
    public static async Task<TextServer> StartAsync(
        Alternative alternative, NpmInstallation installation, bool keepsBudget, CancellationToken cancellationToken)
    {
        var zendesk = await StartHelpdeskAsync();
        try
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Token.Email}/token:{Token.Token}"));
            await CreateTicketsAsync(zendesk, credentials, cancellationToken);
            var task = new AlternativeTask(installation, zendesk.Url, $"Basic {credentials}", Key, zendesk.Tickets[0].Id, keepsBudget);
            var running = await alternative.StartAsync(task, cancellationToken);
            return new TextServer(zendesk, running)
            {
                Name = alternative.Name,
                Api = running.Api,
                Users = [.. zendesk.Tickets.Select(ticket => ticket.Id.ToString(CultureInfo.InvariantCulture))],
                SendsAll = !(keepsBudget && alternative.CanKeepBudget),
                ProcessorTime = () => running.Process.ProcessorTime,
                Output = () => running.Process.Output,
            };
        }
        catch
        {
            await zendesk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all accepted texts are at the helpdesk, if the server sends all of them.</summary>
    /// <param name="accepted">How many were accepted since the last time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">No more of them arrived.</exception>
    public async Task SentAsync(long accepted, CancellationToken cancellationToken)
    {
        _accepted += accepted;
        if (SendsAll)
            await WaitAsync(() => _zendesk.Tickets.Sum(CountTexts), _accepted, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _zendesk.DisposeAsync();
    }

    private async Task OpenChatsAsync(CancellationToken cancellationToken)
    {
        var chats = await new Load(
            Api, 1, number => Load.CreateCall(Api, "selectDestination", $$"""{"userId":"{{Users[(int)(number % Chats)]}}"}""")).RunAsync(Chats);
        chats.Refused.ShouldBe(0);
        if (SendsAll)
            await WaitAsync(() => _zendesk.Tickets.Count, Chats, cancellationToken);
    }

    /// <summary>The bridge puts texts of a chat that wait together into one comment.</summary>
    private long CountTexts(SimulatedTicket ticket) => _zendesk.Comments(ticket.Id).Sum(comment => comment.Body.AsSpan().Count(Text));

    private async Task WaitAsync(Func<long> count, long expected, CancellationToken cancellationToken)
    {
        var (seen, since) = (count(), TimeProvider.System.GetTimestamp());
        while (seen < expected)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            if (count() is var now && now > seen)
                (seen, since) = (now, TimeProvider.System.GetTimestamp());
            else if (TimeProvider.System.GetElapsedTime(since) > Limit)
                throw new InvalidOperationException($"{Name} sent only {seen} of {expected}:\n{LastLines}");
        }
    }

    private static Task<SimulatedZendesk> StartHelpdeskAsync() =>
        SimulatedZendesk.StartAsync(new SimulatedZendeskOptions { AccountRequestsPerMinute = 1_000_000, ApiToken = Token });

    private static async Task CreateTicketsAsync(SimulatedZendesk zendesk, string credentials, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        var body = new { ticket = new { subject = "Chat", comment = new { body = "Hello" } } };
        for (var chat = 0; chat < Chats; chat++)
        {
            using var response = await http.PostAsJsonAsync(new Uri(zendesk.Url, "/api/v2/tickets.json"), body, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }
}
