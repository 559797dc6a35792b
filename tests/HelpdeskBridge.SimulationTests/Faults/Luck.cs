using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.SimulationTests.Outside;
using HelpdeskBridge.SimulationTests.Service;

namespace HelpdeskBridge.SimulationTests.Faults;

/// <summary>Everything that the seed chooses around the service. Without an incident, nothing fails.</summary>
internal sealed class Luck(IReadOnlyList<Incident> incidents, VirtualTime time, Random random) : IFates, IStoreFaults, IGrainFaults
{
    private const string TooMany = "Number of allowed API requests per minute exceeded";

    private readonly DateTimeOffset _start = time.Now;
    private bool _areOver;

    /// <summary>How often something failed.</summary>
    public long Faults { get; private set; }

    /// <summary>From now on nothing fails.</summary>
    public void EndIncidents() => _areOver = true;

    public Fate Choose(Exchange exchange) =>
        Happens(IncidentKind.Network, exchange.To, out var incident) ? Choose(exchange, incident!.Fate) : Fate.Answered;

    private static Fate Choose(Exchange exchange, Fate chosen) => chosen switch
    {
        // Clients and agents see what the service itself answers, so only the network fails on the way to it.
        Fate.TooMany or Fate.Fails or Fate.Late or Fate.Rejected when exchange.To == "service" => Fate.LostAfter,

        // A helpdesk that refuses everything for good, the sign-in included, is no helpdesk.
        Fate.Rejected when exchange.Method != "PUT" && exchange.To == "Zendesk" => Fate.Answered,
        var fate => fate,
    };

    public TimeSpan ChooseLatency() =>
        Happens(IncidentKind.Slow, null, out _) ? TimeSpan.FromMilliseconds(random.Next(15_000))
        : TimeSpan.FromMilliseconds(random.Next(20) == 0 ? random.Next(2000) : random.Next(1, 40));

    public TimeSpan ChooseLateness() => TimeSpan.FromSeconds(random.Next(1, 80));

    public CapturedResponse ChooseProxyError() => random.Next(3) switch
    {
        0 => CapturedResponse.Create(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        1 => CapturedResponse.Create(504, "text/html", "<html><body><h1>504 Gateway Time-out</h1></body></html>"),
        _ => CapturedResponse.Create(503, "text/plain", "upstream connect error or disconnect/reset before headers"),
    };

    public CapturedResponse ChooseTooMany() => random.Next(3) switch
    {
        0 => CapturedResponse.Create(429, "text/plain", TooMany),
        1 => CapturedResponse.Create(429, "text/plain", TooMany, ("Retry-After", "0")),
        _ => CapturedResponse.Create(429, "text/plain", TooMany, ("Retry-After", $"{random.Next(1, 60)}")),
    };

    public CapturedResponse ChooseError() => random.Next(2) == 0
        ? CapturedResponse.Create(500, "application/json", """{"error":"InternalError"}""")
        : CapturedResponse.Create(
            503, "application/json", """{"error":"ServiceUnavailable","description":"Service is unavailable"}""", ("Retry-After", "5"));

    public bool FailsCommit() => Happens(IncidentKind.Store, null, out _);

    public int ChooseWakeUps() => Happens(IncidentKind.WakeUps, null, out _) ? random.Next(2) * 2 : 1;

    public bool HasLeft() => random.Next(20) == 0;

    private bool Happens(IncidentKind kind, string? side, out Incident? found)
    {
        found = null;
        if (_areOver)
            return false;
        var now = time.Now - _start;
        foreach (var incident in incidents)
        {
            var isAbout = incident.Kind == kind && (side is null || incident.Side == side) && incident.IsOn(now);
            if (!isAbout || random.NextDouble() > incident.Probability)
                continue;
            Faults++;
            found = incident;
            return true;
        }

        return false;
    }
}
