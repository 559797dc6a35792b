using HelpdeskBridge.SimulationTests.Outside;

namespace HelpdeskBridge.SimulationTests.Faults;

/// <summary>Chooses the incidents of a run.</summary>
internal static class IncidentPlan
{
    private const int FirstPart = 100_000;

    private static readonly (Fate Fate, int Weight)[] Fates =
    [
        (Fate.Refused, 2), (Fate.LostBefore, 3), (Fate.LostAfter, 5), (Fate.HangsBefore, 2), (Fate.HangsAfter, 4), (Fate.Late, 3),
        (Fate.RefusedByProxy, 2), (Fate.AnsweredByProxy, 3), (Fate.TooMany, 2), (Fate.Fails, 2), (Fate.Rejected, 4),
    ];

    public static IReadOnlyList<Incident> Create(Plan plan) =>
    [
        .. Enumerable.Range(1, plan.Incidents).Where(number => plan.HasPart($"i{number}"))
            .Select(number => Create($"i{number}", plan.CreateRandom(FirstPart + number), TimeSpan.FromDays(plan.Days))),
    ];

    private static Incident Create(string name, Random random, TimeSpan length)
    {
        // People chat by day, and what happens at night meets nobody.
        var at = TimeSpan.FromDays(random.Next((int)length.TotalDays)) + TimeSpan.FromSeconds(random.Next(8 * 3600));
        var duration = TimeSpan.FromSeconds(random.Next(4) == 0 ? random.Next(30, 1200) : random.Next(5, 300));
        var incident = new Incident(name, ChooseKind(random), at, duration, 0.2 + (0.8 * random.NextDouble()));
        return incident.Kind switch
        {
            IncidentKind.Network => WithFate(incident with { Side = ChooseSide(random), Fate = ChooseFate(random) }),
            IncidentKind.Slow => incident with { Side = ChooseSide(random) },
            IncidentKind.Crash when random.Next(3) > 0 => incident with { AfterWrite = true, Steps = random.Next(12) },
            IncidentKind.Crash => incident with { Steps = random.Next(200) },
            IncidentKind.Store => incident with { Duration = duration / 4 },
            _ => incident,
        };
    }

    /// <summary>
    /// What is refused for good is about one request now and then, over a longer time. JAICP is away for longer, so that clients begin their next
    /// chats meanwhile.
    /// </summary>
    private static Incident WithFate(Incident incident) =>
        incident.Fate == Fate.Rejected ? incident with { Duration = 10 * incident.Duration, Probability = incident.Probability / 4 }
        : incident.Side == "JAICP" ? incident with { Duration = 4 * incident.Duration }
        : incident;

    private static IncidentKind ChooseKind(Random random) => random.Next(20) switch
    {
        < 6 => IncidentKind.Crash,
        < 14 => IncidentKind.Network,
        < 15 => IncidentKind.Slow,
        < 17 => IncidentKind.Webhooks,
        < 18 => IncidentKind.Store,
        _ => IncidentKind.WakeUps,
    };

    private static string ChooseSide(Random random) => random.Next(5) switch { < 3 => "Zendesk", 3 => "JAICP", _ => "service" };

    private static Fate ChooseFate(Random random)
    {
        var choice = random.Next(Fates.Sum(fate => fate.Weight));
        foreach (var (fate, weight) in Fates)
        {
            choice -= weight;
            if (choice < 0)
                return fate;
        }

        return Fate.Answered;
    }
}
