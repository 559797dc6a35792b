using System.Reflection;
using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.CrashTests.Runs;
using HelpdeskBridge.SimulationTests.Engine;
using HelpdeskBridge.SimulationTests.Faults;
using HelpdeskBridge.SimulationTests.Mutations;
using HelpdeskBridge.SimulationTests.Workload;

namespace HelpdeskBridge.SimulationTests;

/// <summary>Runs a plan from the first call to the check of everything.</summary>
internal sealed class SimulationRun(Plan plan, Simulation simulation)
{
    private const int FirstClient = 1000;
    private const int ReportedSteps = 60;

    private readonly List<ChatParticipants> _chats = [];
    private string? _unfinished;
    private int _crashes;

    public static RunResult Run(Plan plan, TextWriter? trace = null)
    {
        using var simulation = new Simulation(plan, trace);
        var run = new SimulationRun(plan, simulation);
        try
        {
            OneThread.Run(simulation.Scheduler, run.RunAsync);
        }
        catch (BusyLoopException e)
        {
            run._unfinished = e.Message;
        }

        return run.CreateResult();
    }

    private async Task RunAsync()
    {
        await simulation.StartAsync();
        var runner = new IncidentRunner(simulation, plan.CreateRandom(4));
        var incidents = runner.RunAsync(simulation.Incidents);
        var clients = new List<ChatDays>();
        for (var client = 1; client <= plan.Clients; client++)
        {
            if (!plan.HasPart($"u{client}"))
                continue;
            var chat = new ChatParticipants(simulation, $"u{client}");
            _chats.Add(chat);
            clients.Add(new ChatDays(simulation, chat, plan.CreateRandom(FirstClient + client)));
        }

        var start = simulation.Time.Now;
        for (var day = 0; day < plan.Days; day++)
        {
            await simulation.SkipToAsync(start + TimeSpan.FromDays(day));
            await Task.WhenAll(clients.Select(client => client.RunDayAsync()));
        }

        await incidents;
        simulation.Luck.EndIncidents();
        _crashes = runner.Crashes;
        _unfinished = await new Completion(simulation, _chats).RunAsync();
    }

    private RunResult CreateResult()
    {
        simulation.Look.Look();
        var record = RecordReader.Read(simulation.Zendesk, simulation.Jaicp, simulation.GetUserId) with
        {
            Calls = [.. _chats.SelectMany(chat => chat.Calls)],
            Actions = [.. _chats.SelectMany(chat => chat.Actions)],
            DeadLetters = simulation.Look.DeadLetters,
            Ratings = simulation.Look.Ratings,
            Refusals = simulation.Network.Refusals,
            ReusesTicket = simulation.Features.ReusesTicket,
        };
        List<Breach> breaches = [.. Invariant.FindBreaches(record)];
        if (_unfinished is not null)
            breaches.Add(new Breach("", BreachKind.Lost, $"not complete: {_unfinished}"));
        breaches.AddRange(simulation.Log.Errors.Select(error => new Breach("", BreachKind.Other, $"an unexpected exception: {error}")));
        return new RunResult(plan.Seed, simulation.History.GetHash(), [.. breaches.Select(Describe)])
        {
            ConversationDays = CountConversationDays(record),
            Erased = simulation.Look.Erased,
            Messages = record.Calls.Count(call => call is { IsAccepted: true, IsMessage: true }) + record.Actions.Count(action => action.IsReply),
            Steps = simulation.Scheduler.Steps,
            Faults = simulation.Luck.Faults,
            Crashes = _crashes,
            DeadLetters = record.DeadLetters.Count,
            LacksFault = simulation.Statements is MutatedConnection { WasPlanted: false },
            Report = breaches.Count == 0 ? "" : CreateReport(breaches, record),
        };
    }

    /// <summary>For each conversation, the days on which its client or its agent wrote something.</summary>
    private static int CountConversationDays(RunRecord record) => record.Tickets.GroupBy(ClientHistory.GetConversation).Sum(conversation =>
        conversation.SelectMany(ticket => ticket.Comments).Where(comment => comment.Author != CommentAuthor.Bridge)
            .Select(comment => comment.CreatedAt.UtcDateTime.Date).Distinct().Count());

    private static string Describe(Breach breach) => $"{breach.UserId} {breach.Kind}: {breach.Description}";

    private string CreateReport(IReadOnlyList<Breach> breaches, RunRecord record) => string.Join(
        '\n',
        [
            FailureReport.Create(breaches, record, simulation.Zendesk.Journal.Entries, [.. simulation.Log.Lines], plan.Command),
            $"Commit: {typeof(SimulationRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}",
            $"Settings: {string.Join(", ", simulation.Conditions.Settings)}",
            "Incidents:",
            .. simulation.Incidents.Select(incident => $"  {incident}"),
            "Last steps:",
            .. simulation.History.Last.TakeLast(ReportedSteps).Select(line => $"  {line}"),
        ]);
}
