using System.Text;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.Simulators;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace HelpdeskBridge.SimulationTests.Outside;

/// <summary>The network between the service and the outside systems. Each request takes time, and has the fate that the seed chooses.</summary>
internal sealed class SimulatedNetwork(VirtualTime time, History history, IFates fates)
{
    private const int FirstPort = 20_000;

    private readonly Dictionary<int, Server> _servers = [];
    private readonly List<Refusal> _refusals = [];
    private int _lastPort = FirstPort;
    private long _lastNumber;

    /// <summary>The network as an outside system sees it.</summary>
    public ISimulatorNetwork For(string system) => new SimulatorNetwork(this, system);

    /// <summary>What was refused for good.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>Called once when a write of the service was carried out, before it gets the answer.</summary>
    public Action? AfterNextWrite { get; set; }

    public int TakePort() => ++_lastPort;

    /// <summary>Registers a server as that of a process, which is reached until the process ends.</summary>
    public void AddServer(IServiceCollection services, string name, Life life, IReadOnlyList<int> ports) => services.AddSingleton<IServer>(provider =>
    {
        var server = new TestServer(provider, Microsoft.Extensions.Options.Options.Create(new TestServerOptions()));
        foreach (var port in ports)
            _servers[port] = new Server(name, life, server);
        return server;
    });

    /// <summary>Sends what a process sends. After its end it gets no answer.</summary>
    public HttpMessageHandler CreateHandler(string from, Life life) => new Handler(this, from, life, time.CreateClock(life));

    private async Task<HttpResponseMessage> SendAsync(Handler from, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var captured = await CapturedRequest.CreateAsync(request, cancellationToken);
        var server = _servers.GetValueOrDefault(captured.Url.Port);
        var exchange = new Exchange(from.Name, server?.Name ?? "nobody", captured.Method.Method, captured.Url.PathAndQuery);
        var call = $"#{++_lastNumber} {from.Name} {exchange.Method} {exchange.Path}";
        var fate = fates.Choose(exchange);
        history.Add($"{call} {Digest.Create(captured.Body)} to {exchange.To}: {fate}");
        await Task.Delay(fates.ChooseLatency(), from.Clock, cancellationToken);
        CapturedResponse? response = null;
        Exception? failure = null;
        try
        {
            response = await TravelAsync();
        }
        catch (HttpRequestException e)
        {
            failure = e;
        }

        // If the sender has ended, this never returns.
        await Task.Delay(fates.ChooseLatency(), from.Clock, cancellationToken);
        history.Add($"{call} gets {(response is null ? "no answer" : $"{(int)response.Status} {Digest.Create(response.Body)}")}");
        return response?.ToMessage(request) ?? throw failure!;

        async Task<CapturedResponse> TravelAsync()
        {
            switch (fate)
            {
                case Fate.Refused: throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
                case Fate.LostBefore: throw CreateLost();
                case Fate.HangsBefore: await Task.Delay(Timeout.InfiniteTimeSpan, from.Clock, cancellationToken); break;
                case Fate.RefusedByProxy: return fates.ChooseProxyError();
                case Fate.TooMany: return fates.ChooseTooMany();
                case Fate.Fails: return fates.ChooseError();
                case Fate.Rejected:
                    _refusals.Add(new Refusal(exchange.To == "Zendesk", exchange.Path, Encoding.UTF8.GetString(captured.Body ?? [])));
                    return CapturedResponse.Create(400, "application/json", """{"error":"BadRequest","description":"refused"}""");
            }

            // The other side goes on even if the sender gives up.
            var answer = await CarryOutAsync(server, captured, fate == Fate.Late ? fates.ChooseLateness() : null).WaitAsync(cancellationToken);
            if (from.Name == "service" && captured.Method != HttpMethod.Get)
            {
                AfterNextWrite?.Invoke();
                AfterNextWrite = null;
            }

            switch (fate)
            {
                case Fate.LostAfter: throw CreateLost();
                case Fate.HangsAfter: await Task.Delay(Timeout.InfiniteTimeSpan, from.Clock, cancellationToken); break;
                case Fate.AnsweredByProxy: return fates.ChooseProxyError();
            }

            return answer;
        }
    }

    private async Task<CapturedResponse> CarryOutAsync(Server? server, CapturedRequest request, TimeSpan? lateness)
    {
        if (lateness is { } delay)
            await Task.Delay(delay, time.CreateClock(Life.Endless));
        if (server is null || server.Life.HasEnded)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "nobody listens");
        using var message = request.ToMessage();
        var sending = server.Invoker.SendAsync(message, CancellationToken.None);
        if (await Task.WhenAny(sending, server.Life.Ended) != sending)
            throw CreateLost();
        try
        {
            using var response = await sending;
            var reading = CapturedResponse.CreateAsync(response);
            return await Task.WhenAny(reading, server.Life.Ended) == reading ? await reading : throw CreateLost();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            throw CreateLost();
        }
    }

    private static HttpRequestException CreateLost() => new(HttpRequestError.ResponseEnded, "the connection was cut");

    private sealed class Server(string name, Life life, TestServer server)
    {
        public string Name => name;

        public Life Life => life;

        /// <summary>The server's handler exists only after its start.</summary>
        public HttpMessageInvoker Invoker => field ??= new HttpMessageInvoker(server.CreateHandler());
    }

    private sealed class Handler(SimulatedNetwork network, string name, Life life, TimeProvider clock) : HttpMessageHandler
    {
        public string Name => name;

        public TimeProvider Clock => clock;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            life.HasEnded ? new TaskCompletionSource<HttpResponseMessage>().Task : network.SendAsync(this, request, cancellationToken);
    }

    private sealed class SimulatorNetwork(SimulatedNetwork network, string name) : ISimulatorNetwork
    {
        public int TakePort() => network.TakePort();

        public void AddServer(IServiceCollection services, IReadOnlyList<int> ports) => network.AddServer(services, name, Life.Endless, ports);

        public HttpMessageHandler CreateHandler() => network.CreateHandler(name, Life.Endless);
    }
}
