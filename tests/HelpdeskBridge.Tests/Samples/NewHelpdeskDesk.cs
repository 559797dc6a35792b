using HelpdeskBridge.NewHelpdesk.Desk;
using HelpdeskBridge.Tests.Contract;

namespace HelpdeskBridge.Tests.Samples;

/// <summary>The imagined helpdesk of the template, from its agents' side.</summary>
internal sealed class NewHelpdeskDesk(InMemoryDesk desk, DeskServer server) : ContractDesk
{
    public override Uri Url => server.Url;

    public override IReadOnlyList<(string Id, string Name)> Groups => [.. desk.Groups.Select(group => (group.Id, group.Name))];

    public override string AgentName => InMemoryDesk.Agent.Name;

    public override string? ExplainLack(DeskAbility ability) =>
        ability == DeskAbility.Merges ? "The imagined helpdesk of the template merges no tickets." : null;

    public override bool OpensTicket(string requestLine) => requestLine == "POST /api/tickets";

    public override bool WritesComment(string requestLine) => requestLine.StartsWith("PATCH /api/tickets/", StringComparison.Ordinal);

    public override Task<IReadOnlyList<string>> FindTicketsAsync(string user) => Task.FromResult<IReadOnlyList<string>>(
        [.. desk.Tickets.Where(ticket => ticket.Requester.Id == desk.FindUser($"jaicp:shop:{user}")?.Id).Select(ticket => ticket.Id)]);

    public override Task<ContractTicket> ReadAsync(string ticketId)
    {
        var ticket = desk.Find(ticketId)!;
        return Task.FromResult(new ContractTicket(
            ticket.Status == "open", ticket.Status == "solved", ticket.GroupId, ticket.Requester.Id,
            [.. ticket.Comments.Select(comment => new ContractComment(comment.IsPublic, comment.Author.Role == "bot", comment.Text))]));
    }

    public override Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(string ticketId) =>
        Task.FromResult<IReadOnlyDictionary<string, byte[]>>(desk.Find(ticketId)!.Comments.SelectMany(comment => comment.Files)
            .ToDictionary(file => file.Name, file => desk.FindFile(file.Id)!.Value.Content));

    public override Task<string> ReadRequesterNameAsync(string requesterId) =>
        Task.FromResult(desk.Tickets.Last(ticket => ticket.Requester.Id == requesterId).Requester.Name);

    public override Task AnswerAsync(string ticketId, string text) => Do(() => desk.Comment(ticketId, text, isPublic: true));

    public override Task AnswerWithFileAsync(string ticketId, string text, string name, byte[] content) =>
        Do(() => desk.Comment(ticketId, text, isPublic: true, desk.AddFile(name, "application/octet-stream", content).Id));

    public override Task NoteAsync(string ticketId, string text) => Do(() => desk.Comment(ticketId, text, isPublic: false));

    public override Task SolveAsync(string ticketId) => Do(() => desk.SetStatus(ticketId, "solved"));

    public override Task CloseForGoodAsync(string ticketId) => Do(() => desk.SetStatus(ticketId, "closed"));

    public override Task DeleteAsync(string ticketId) => Do(() => desk.Delete(ticketId));

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
