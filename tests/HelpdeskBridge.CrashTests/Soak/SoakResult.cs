using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Runs;

namespace HelpdeskBridge.CrashTests.Soak;

/// <summary>What was counted and measured in a soak.</summary>
internal sealed record SoakResult
{
    private const int MaxBreaches = 30;

    public required SoakPlan Plan { get; init; }

    public required int Kills { get; init; }

    public required int Terminations { get; init; }

    public required long FaultedRequests { get; init; }

    public required int Clients { get; init; }

    public required int Tickets { get; init; }

    public required long MessagesToHelpdesk { get; init; }

    public required long MessagesToClients { get; init; }

    public required IReadOnlyList<Breach> Breaches { get; init; }

    public required IReadOnlyList<SoakSample> Samples { get; init; }

    /// <summary>The values of the process that ran last and longest, without its first minutes.</summary>
    public IReadOnlyList<SoakSeries> Series => SoakSeries.CreateAll(Plan.SelectSteady(Samples));

    public static SoakResult Create(
        SoakPlan plan,
        TestEnvironment environment,
        FaultInjector faults,
        IReadOnlyList<SoakSample> samples,
        IReadOnlyList<CheckedClient> clients,
        IReadOnlyList<Breach> breaches) => new()
        {
            Plan = plan,
            Kills = faults.Kills,
            Terminations = faults.Terminations,
            FaultedRequests = faults.FaultedRequests,
            Clients = clients.Count,
            Tickets = environment.Zendesk.Tickets.Count,
            MessagesToHelpdesk = clients.Sum(client => client.Chat.Calls.Count(call => call is { IsMessage: true, IsAccepted: true })),
            MessagesToClients = clients.Sum(client => client.Chat.Actions.Count(action => action.IsReply)),
            Breaches = breaches,
            Samples = samples,
        };

    /// <summary>Writes the samples and the plot.</summary>
    public async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllLinesAsync(Path.Combine(folder, "soak.csv"), [SoakSample.CsvHeader, .. Samples.Select(sample => sample.ToCsv())]);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "soak.svg"), SoakPlot.Draw(SoakSeries.CreateAll(Samples), Plan.Duration, Plan.Endings));
    }

    public override string ToString() => $"""
        {Plan.Command}
        kill -9                     {Kills} (and {Terminations} SIGTERM)
        requests met by a fault     {FaultedRequests}
        clients, tickets            {Clients}, {Tickets}
        messages to the helpdesk    {MessagesToHelpdesk}
        messages to JAICP           {MessagesToClients} written by agents
        lost                        {Count(BreachKind.Lost)}
        duplicated                  {Count(BreachKind.Duplicated)}
        out of order                {Count(BreachKind.OutOfOrder)}
        other breaches              {Count(BreachKind.Other)}
        The last process ({Series[0].Values.Count} samples; the middle of the first and of the last third, growth in an hour):
        {string.Join('\n', Series)}
        {string.Join('\n', Breaches.Take(MaxBreaches).Select(breach => $"{breach.UserId} {breach.Kind}: {breach.Description}"))}
        """;

    private int Count(BreachKind kind) => Breaches.Count(breach => breach.Kind == kind);
}
