using System.Globalization;
using System.Text;
using HelpdeskBridge.CrashTests.Recording;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>Describes what happened around each breach, so that a failure can be understood without another run.</summary>
internal static class FailureReport
{
    private const int MaxBreaches = 30;
    private const int MaxClients = 4;
    private const int MaxLinesPerClient = 400;
    private const int MaxLogLinesPerClient = 100;

    /// <param name="breaches">What is reported.</param>
    /// <param name="record">The record of the run.</param>
    /// <param name="journal">Every exchange between the bridge and the simulators.</param>
    /// <param name="serviceLog">The log of the service.</param>
    /// <param name="repeatCommand">How to repeat the run.</param>
    public static string Create(
        IReadOnlyList<Breach> breaches, RunRecord record, IReadOnlyList<JournalEntry> journal, IReadOnlyList<string> serviceLog, string repeatCommand)
    {
        var report = new StringBuilder();
        report.AppendLine($"{breaches.Count} breach(es). Repeat with: {repeatCommand}");
        foreach (var breach in breaches.Take(MaxBreaches))
            report.AppendLine($"  {breach.UserId,-6} {breach.Kind,-10} {breach.Description}");
        var histories = ClientHistory.CreateAll(record).ToDictionary(history => history.UserId);
        foreach (var userId in SelectClients(breaches).Where(histories.ContainsKey).Take(MaxClients))
            Append(report, histories[userId], journal, serviceLog);
        return report.ToString();
    }

    /// <summary>One client for each kind of breach first.</summary>
    private static IEnumerable<string> SelectClients(IReadOnlyList<Breach> breaches)
    {
        var aboutClients = breaches.Where(breach => breach.UserId.Length > 0).ToList();
        return aboutClients.DistinctBy(breach => breach.Kind).Concat(aboutClients).Select(breach => breach.UserId).Distinct();
    }

    private static void Append(StringBuilder report, ClientHistory history, IReadOnlyList<JournalEntry> journal, IReadOnlyList<string> serviceLog)
    {
        report.AppendLine().AppendLine($"History of {history.UserId}:");
        foreach (var (at, text) in CreateTimeline(history, journal).OrderBy(line => line.At).TakeLast(MaxLinesPerClient))
            report.AppendLine($"  {at:HH:mm:ss.fff} {text}");
        foreach (var ticket in history.Tickets)
        {
            report.AppendLine($"  ticket #{ticket.Id} {ticket.ExternalId} is {ticket.Status}:");
            foreach (var comment in ticket.Comments)
            {
                var visibility = comment.IsPublic ? "" : " (internal)";
                var body = comment.Body.ReplaceLineEndings(" | ");
                report.AppendLine($"    {comment.Id} {comment.CreatedAt:HH:mm:ss} {comment.Author}{visibility}: {body}");
            }

            foreach (var change in ticket.Changes)
            {
                var who = change.IsByBridge ? "Bridge" : "Agent";
                report.AppendLine($"    {change.Id} {change.At:HH:mm:ss} {who} sets {change.Field}: {change.Value}");
            }
        }

        var ids = history.Tickets.Select(ticket => ClientHistory.GetConversation(ticket).Split(':')[^1])
            .Concat(history.Tickets.Select(ticket => $"\"{ticket.Id}\"")).Where(id => id.Length > 0).ToHashSet();
        var logLines = serviceLog.Where(line => IsError(line) || ids.Any(id => line.Contains(id, StringComparison.Ordinal)));
        foreach (var line in logLines.TakeLast(MaxLogLinesPerClient))
            report.AppendLine($"  log     {line}");
    }

    private static IEnumerable<(DateTimeOffset At, string Text)> CreateTimeline(ClientHistory history, IReadOnlyList<JournalEntry> journal)
    {
        var tickets = history.Tickets.Select(ticket => $"#{ticket.Id}").ToList();
        var paths = history.Tickets.Select(ticket => $"/tickets/{ticket.Id}").ToList();
        foreach (var call in history.Calls)
        {
            var answer = call.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
            yield return (call.StartedAt, $"client  {call.Kind} #{call.Number} -> {answer} at {call.EndedAt:HH:mm:ss.fff}");
        }

        foreach (var action in history.Actions)
        {
            var knownOpen = action.IsChatKnownOpen ? " (chat known to be open)" : "";
            var parts = (action.IsReply ? " reply" : "") + (action.IsReturn ? " return" : action.EndsChat ? " end" : "") + knownOpen;
            yield return (action.StartedAt, $"agent   #{action.Number} in #{action.TicketId}{parts}");
        }

        foreach (var received in history.Events)
            yield return (received.ReceivedAt, $"JAICP   {received.Type} {received.Text} ({received.Id})");
        var aboutTickets = journal.Where(entry =>
            tickets.Any(id => Mentions(entry.Summary, id)) || paths.Any(path => Mentions(entry.Path, path)));
        foreach (var entry in aboutTickets)
        {
            var took = $"{entry.Took.TotalMilliseconds:0} ms";
            var request = $"{entry.System} {entry.Direction} {entry.Method} {entry.Path}";
            yield return (entry.At, $"http    {request} -> {entry.Status} in {took}: {entry.Summary}");
        }
    }

    private static bool IsError(string logLine) => logLine.Contains("\"@l\":\"Error\"", StringComparison.Ordinal);

    /// <summary>#12 is not mentioned by #123.</summary>
    private static bool Mentions(string text, string id)
    {
        var at = text.IndexOf(id, StringComparison.Ordinal);
        return at >= 0 && (at + id.Length == text.Length || !char.IsAsciiDigit(text[at + id.Length]));
    }
}
