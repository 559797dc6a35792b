using HelpdeskBridge.CrashTests.Checks;
using HelpdeskBridge.CrashTests.Recording;

namespace HelpdeskBridge.CrashTests.Runs;

/// <summary>What was counted in a run. Nothing is estimated.</summary>
internal sealed record RunStatistics
{
    public required RandomRunPlan Plan { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>kill -9.</summary>
    public required int Kills { get; init; }

    /// <summary>SIGTERM.</summary>
    public required int Terminations { get; init; }

    public required int Starts { get; init; }

    public required long FaultedRequests { get; init; }

    public required RunOutcome Outcome { get; init; }

    public static RunStatistics Create(RandomRunPlan plan, RunOutcome outcome, FaultInjector faults, int starts, TimeSpan duration) => new()
    {
        Plan = plan,
        Duration = duration,
        Kills = faults.Kills,
        Terminations = faults.Terminations,
        Starts = starts,
        FaultedRequests = faults.FaultedRequests,
        Outcome = outcome,
    };

    public override string ToString()
    {
        var record = Outcome.Record;
        var clients = record.Calls.Select(call => call.UserId).Distinct().Count();
        var accepted = record.Calls.Count(call => call is { IsMessage: true, IsAccepted: true });
        var unanswered = record.Calls.Count(call => call is { IsMessage: true, IsAccepted: false });
        var replies = record.Actions.Count(action => action.IsReply);
        var delivered = record.Events.Count(received =>
            received is { Type: "TextMessage", Text: { } text } && text.StartsWith("to ", StringComparison.Ordinal));
        var noted = record.Tickets.Sum(ticket => ticket.Comments.Count(comment =>
            comment is { Author: CommentAuthor.Bridge, IsPublic: false } && MessageText.FindReply(comment.Body, ticket.UserId) is not null));
        return $"""
            {Plan.Command}
            duration                    {Duration:hh\:mm\:ss}
            kill -9                     {Kills} (and {Terminations} SIGTERM; {Starts} starts)
            requests met by a fault     {FaultedRequests}
            clients, tickets            {clients}, {record.Tickets.Count}
            messages to the helpdesk    {accepted} answered 200, {unanswered} without a 200
            messages to JAICP           {replies} written by agents: {delivered} delivered, {noted} too late and answered with a note
            said by the bot's script    {CountCalls(CallKind.Rating)} ratings and {CountCalls(CallKind.Fields)} fields answered 200
            chats given back            {CountNotes(MessageText.SaysThatTheBotHasTheChat)}
            chats begun in old tickets  {CountNotes(MessageText.SaysThatAnotherChatBegins)}
            ends announced              {record.Events.Count(received => received.Type == "Closed")}
            events sent again, same id  {record.RepeatedEvents.Count}
            dead letters                {record.DeadLetters.Count}{DescribeDeadLetters(record)}
            lost                        {Count(BreachKind.Lost)}
            duplicated                  {Count(BreachKind.Duplicated)}
            out of order                {Count(BreachKind.OutOfOrder)}
            other breaches              {Count(BreachKind.Other)}
            """;

        int CountCalls(CallKind kind) => record.Calls.Count(call => call.Kind == kind && call.IsAccepted);

        int CountNotes(Func<string, bool> says) => record.Tickets.Sum(ticket => ticket.Comments.Count(comment =>
            comment is { Author: CommentAuthor.Bridge, IsPublic: false } && says(comment.Body)));
    }

    private static string DescribeDeadLetters(RunRecord record) => string.Concat(
        from letter in record.DeadLetters
        group letter by (letter.Kind, letter.Reason) into same
        select $"\n  {same.Count()} x {same.Key.Kind}: {same.Key.Reason}");

    private int Count(BreachKind kind) => Outcome.Breaches.Count(breach => breach.Kind == kind);
}
