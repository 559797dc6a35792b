using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.NewHelpdesk.Api;
using HelpdeskBridge.Text;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.NewHelpdesk.Tickets;

/// <summary>
/// Reads what agents did to a ticket. Here one request shows a ticket with its comments. Where yours needs several, read the status first and the
/// comments after it: whatever led to the status must be among them.
/// </summary>
internal sealed class TicketReader(INewHelpdeskApi api, BridgeClock clock)
{
    private const string Agent = "agent";

    public async Task<TicketReading> ReadAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var result = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (result.Failure is { } failure)
        {
            return NewHelpdeskFailureTable.GetOutcome(failure, onTicket: true) is Messaging.DeliveryOutcome.TicketOver
                ? new TicketReading.Missing()
                : new TicketReading.Failed(failure.Summary, failure.RetryAfter, NewHelpdeskFailureTable.GetScope(failure));
        }

        // Only public comments of agents are for the client. The bridge signs in as a user that is none, so its own comments are not among them.
        var ticket = result.Content!;
        var comments = ticket.Comments
            .Where(comment => comment is { IsPublic: true, Author.Role: Agent } && !(comment.CreatedAt < since))
            .Select(ToComment).ToList();
        var assignee = ticket.Assignee is null ? null : ToEmployee(ticket.Assignee);
        return new TicketReading.Found(
            NewHelpdeskStatus.Parse(ticket.Status), assignee ?? comments.LastOrDefault()?.Author, comments,
            ticket.Comments is [.., var last] ? last.CreatedAt : null, ticket.UpdatedAt)
        {
            Assignee = assignee,
        };
    }

    private static AgentComment ToComment(DeskComment comment)
    {
        // Every kind of line end becomes one. A product whose comments are HTML turns them into text here: HtmlToText.
        var files = comment.Files
            .Select(file => new ScannedFile(new AttachedFile(file.Id, file.Id, file.Name, file.ContentType, file.Size), MalwareScan.Passed)).ToList();
        var read = new AgentComment(comment.Id, comment.CreatedAt, ToEmployee(comment.Author), MessengerText.FromPlainText(comment.Text), files);
        return read is { Text.Length: 0, Files.Count: 0 } ? read with { Refusal = CommentRefusal.Empty } : read;
    }

    private static Employee ToEmployee(DeskUser user)
    {
        var parts = user.Name.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Employee(user.Id, parts.ElementAtOrDefault(0) ?? "Agent", parts.ElementAtOrDefault(1) ?? "", "");
    }
}
