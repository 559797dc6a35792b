using System.Globalization;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Simulators.Zendesk;
using HelpdeskBridge.Tests.Contract;
using HelpdeskBridge.Zendesk.Api;
using AgentFile = HelpdeskBridge.Simulators.Zendesk.AgentFile;
using TicketStatus = HelpdeskBridge.Simulators.Zendesk.TicketStatus;

namespace HelpdeskBridge.Tests.Zendesk;

/// <summary>The simulated Zendesk, from its agents' side.</summary>
internal sealed class ZendeskDesk(SimulatedZendesk zendesk) : ContractDesk
{
    private const string Api = "api";

    public override Uri Url => zendesk.Url;

    public override IReadOnlyList<(string Id, string Name)> Groups => [.. zendesk.Groups.Select(group => (ToText(group.Id), group.Name))];

    public override string AgentName => zendesk.Agents[0].Name;

    /// <summary>From now on it calls this webhook.</summary>
    public void Call(Uri url, string secret) => zendesk.Webhook = new Webhook(url, secret);

    public override bool OpensTicket(string requestLine) => requestLine == "POST /api/v2/tickets";

    public override bool WritesComment(string requestLine) => requestLine.StartsWith("PUT /api/v2/tickets/", StringComparison.Ordinal);

    public override Task<IReadOnlyList<string>> FindTicketsAsync(string user)
    {
        var externalId = ZendeskIds.GetUserExternalId(new ChannelUser("shop", user));
        return Task.FromResult<IReadOnlyList<string>>(
        [
            .. zendesk.Tickets.Where(ticket => !ticket.IsDeleted && zendesk.FindUser(ticket.RequesterId)!.ExternalId == externalId)
                .Select(ticket => ToText(ticket.Id)),
        ]);
    }

    public override Task<ContractTicket> ReadAsync(string ticketId)
    {
        var (ticket, comments) = (zendesk.Ticket(ToId(ticketId)), zendesk.Comments(ToId(ticketId)));
        return Task.FromResult(new ContractTicket(
            ticket.Status is TicketStatus.New or TicketStatus.Open,
            ticket.Status == TicketStatus.Solved,
            ToText(ticket.GroupId!.Value),
            ToText(ticket.RequesterId),
            [.. comments.Select(comment => new ContractComment(comment.IsPublic, comment.Channel == Api, comment.Body))]));
    }

    public override Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(string ticketId) =>
        Task.FromResult<IReadOnlyDictionary<string, byte[]>>(
            zendesk.Comments(ToId(ticketId)).SelectMany(comment => comment.Files).ToDictionary(file => file.Name, file => file.Content.ToArray()));

    public override Task<string> ReadRequesterNameAsync(string requesterId) => Task.FromResult(zendesk.FindUser(ToId(requesterId))!.Name);

    public override Task AnswerAsync(string ticketId, string text) =>
        Do(() => zendesk.AgentReply(ToId(ticketId), text, agentId: zendesk.Agents[0].Id));

    public override Task AnswerWithFileAsync(string ticketId, string text, string name, byte[] content) => Do(() => zendesk.AgentReplyWithFiles(
        ToId(ticketId), text, [new AgentFile(name, "application/octet-stream", content)], agentId: zendesk.Agents[0].Id));

    public override Task NoteAsync(string ticketId, string text) =>
        Do(() => zendesk.AgentReply(ToId(ticketId), text, isPublic: false, agentId: zendesk.Agents[0].Id));

    public override Task SolveAsync(string ticketId) => Do(() => zendesk.SetStatus(ToId(ticketId), TicketStatus.Solved));

    public override Task CloseForGoodAsync(string ticketId) => Do(() => zendesk.SetStatus(ToId(ticketId), TicketStatus.Closed));

    public override Task DeleteAsync(string ticketId) => Do(() => zendesk.Delete(ToId(ticketId)));

    public override Task MergeAsync(string ticketId, string into) => Do(() => zendesk.Merge(ToId(ticketId), ToId(into)));

    public override ValueTask DisposeAsync() => zendesk.DisposeAsync();

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static string ToText(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static long ToId(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
