using System.Text;
using HelpdeskBridge.CrashTests.Record;
using HelpdeskBridge.Simulators;

namespace HelpdeskBridge.CrashTests.Checks;

/// <summary>Tells what happened around a breach, so that it can be understood without running it again.</summary>
internal static class Tale
{
    private const int MostClients = 4;
    private const int MostLines = 400;

    public static string Of(IReadOnlyList<Breach> breaches, RunRecord record, IReadOnlyList<JournalEntry> journal, IReadOnlyList<string> bridgeLog, string repeatWith)
    {
        var tale = new StringBuilder();
        tale.AppendLine($"{breaches.Count} breach(es). To repeat the plan: {repeatWith}");
        foreach (var breach in breaches.Take(30))
            tale.AppendLine($"  {breach.UserId,-6} {breach.Kind,-10} {breach.What}");
        foreach (var userId in Clients(breaches).Take(MostClients))
            Tell(tale, ClientStory.Of(record).First(story => story.UserId == userId), journal, bridgeLog);
        return tale.ToString();
    }

    /// <summary>One of each kind of breach first.</summary>
    private static IEnumerable<string> Clients(IReadOnlyList<Breach> breaches)
    {
        var aboutClients = breaches.Where(breach => breach.UserId.Length > 0).ToList();
        return aboutClients.DistinctBy(breach => breach.Kind).Concat(aboutClients).Select(breach => breach.UserId).Distinct();
    }

    private static void Tell(StringBuilder tale, ClientStory story, IReadOnlyList<JournalEntry> journal, IReadOnlyList<string> bridgeLog)
    {
        var tickets = story.Tickets.Select(ticket => $"#{ticket.Id}").ToList();
        var paths = story.Tickets.Select(ticket => $"/tickets/{ticket.Id}").ToList();
        var lines = new List<(DateTimeOffset At, string Text)>();
        lines.AddRange(story.Calls.Select(call => (call.StartedAt, $"client  {call.Kind} #{call.Number} -> {call.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"} at {call.EndedAt:HH:mm:ss.fff}")));
        lines.AddRange(story.Acts.Select(act => (act.StartedAt, $"agent   #{act.Number} in #{act.TicketId}{(act.Says ? " says" : "")}{(act.Ends ? " ends" : "")}{(act.Surely ? " (surely open)" : "")}")));
        lines.AddRange(story.Events.Select(e => (e.At, $"JAICP   {e.Type} {e.Text} ({e.Id})")));
        lines.AddRange(journal
            .Where(entry => tickets.Any(id => Mentions(entry.Summary, id)) || paths.Any(path => Mentions(entry.Path, path)))
            .Select(entry => (entry.At, $"wire    {entry.System} {entry.Direction} {entry.Method} {entry.Path} -> {entry.Status} in {entry.Took.TotalMilliseconds:0} ms: {entry.Summary}")));

        tale.AppendLine().AppendLine($"The story of {story.UserId}:");
        foreach (var (at, text) in lines.OrderBy(line => line.At).TakeLast(MostLines))
            tale.AppendLine($"  {at:HH:mm:ss.fff} {text}");
        foreach (var ticket in story.Tickets)
        {
            tale.AppendLine($"  ticket #{ticket.Id} {ticket.ExternalId} is {ticket.Status}:");
            foreach (var comment in ticket.Comments)
                tale.AppendLine($"    {comment.Id} {comment.CreatedAt:HH:mm:ss} {comment.Writer}{(comment.IsPublic ? "" : " (internal)")}: {comment.Body.ReplaceLineEndings(" | ")}");
        }

        var conversations = story.Tickets.Select(ticket => ClientStory.ConversationOf(ticket).Split(':')[^1]).Where(id => id.Length > 0).ToHashSet();
        foreach (var line in bridgeLog.Where(line => conversations.Any(id => line.Contains(id, StringComparison.Ordinal))).TakeLast(100))
            tale.AppendLine($"  bridge  {line}");
    }

    /// <summary>#12 is not mentioned by #123.</summary>
    private static bool Mentions(string text, string id)
    {
        var at = text.IndexOf(id, StringComparison.Ordinal);
        return at >= 0 && (at + id.Length == text.Length || !char.IsAsciiDigit(text[at + id.Length]));
    }
}
