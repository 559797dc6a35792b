using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Record;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What a run counted. Nothing here is estimated.</summary>
internal sealed record Figures(
    CrashPlan Plan, TimeSpan Took, int Kills, int Terminations, int Starts, long FaultsHit, int Clients, int Tickets, int AcceptedMessages, int UnansweredMessages, int AgentMessages,
    int Delivered, int Noted, int Closed, int Repeats, int DeadLetters, int Lost, int Duplicated, int OutOfOrder, int Other)
{
    public static Figures Of(CrashPlan plan, RunRecord record, IReadOnlyList<Breach> breaches, Chaos chaos, int starts, TimeSpan took) => new(
        plan,
        took,
        chaos.Kills,
        chaos.Terminations,
        starts,
        chaos.FaultsHit,
        record.Calls.Select(call => call.UserId).Distinct().Count(),
        record.Tickets.Count,
        record.Calls.Count(call => call is { IsMessage: true, IsAccepted: true }),
        record.Calls.Count(call => call is { IsMessage: true, IsAccepted: false }),
        record.Acts.Count(act => act.Says),
        record.Events.Count(received => received is { Type: "TextMessage", Text: { } text } && text.StartsWith("to ", StringComparison.Ordinal)),
        record.Tickets.Sum(ticket => ticket.Comments.Count(comment => comment is { Writer: Writer.Bridge, IsPublic: false } && Wording.ReplyIn(comment.Body, ticket.UserId) is not null)),
        record.Events.Count(received => received.Type == "Closed"),
        record.Repeats.Count,
        record.DeadLetters.Count,
        Count(breaches, BreachKind.Lost),
        Count(breaches, BreachKind.Duplicated),
        Count(breaches, BreachKind.OutOfOrder),
        Count(breaches, BreachKind.Other));

    public override string ToString() =>
        $"""
        {Plan.Command}
        duration                    {Took:hh\:mm\:ss}
        kill -9                     {Kills} (and {Terminations} SIGTERM; {Starts} starts)
        requests met by a fault     {FaultsHit}
        clients, tickets            {Clients}, {Tickets}
        messages to the helpdesk    {AcceptedMessages} answered 200, {UnansweredMessages} without a 200
        messages to JAICP           {AgentMessages} written by agents: {Delivered} delivered, {Noted} too late and answered with a note
        ends told                   {Closed}
        events sent again, same id  {Repeats}
        dead letters                {DeadLetters}
        lost                        {Lost}
        duplicated                  {Duplicated}
        out of order                {OutOfOrder}
        other breaches              {Other}
        """;

    private static int Count(IReadOnlyList<Breach> breaches, BreachKind kind) => breaches.Count(breach => breach.Kind == kind);
}
