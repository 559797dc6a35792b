using HelpdeskBridge.Tests.Contract;

namespace HelpdeskBridge.LiveTests.RequestTracker;

/// <summary>A real Request Tracker, from its agents' side.</summary>
internal sealed class RequestTrackerDesk(RequestTrackerServer server) : ContractDesk
{
    public override Uri Url => server.Url;

    public override IReadOnlyList<(string Id, string Name)> Groups =>
        [(server.GetQueue("Support"), "Support"), (server.GetQueue("Billing"), "Billing")];

    public override string AgentName => "Olga Petrova";

    public override string? ExplainLack(DeskAbility ability) =>
        ability == DeskAbility.ClosesForGood ? "Request Tracker has no status in which a ticket takes nothing any more." : null;

    public override bool OpensTicket(string requestLine) => requestLine == "POST /REST/2.0/ticket";

    public override bool WritesComment(string requestLine) => requestLine.StartsWith("POST /REST/2.0/ticket/", StringComparison.Ordinal)
        && (requestLine.EndsWith("/correspond", StringComparison.Ordinal) || requestLine.EndsWith("/comment", StringComparison.Ordinal));

    public override Task<IReadOnlyList<string>> FindTicketsAsync(string user) =>
        server.Olga.FindTicketsAsync($"Requestor.Name = '{RequestTrackerTest.GetUserName(user)}'");

    public override async Task<ContractTicket> ReadAsync(string ticketId)
    {
        var ticket = await server.Olga.ReadTicketAsync(ticketId);
        var messages = await server.Olga.ReadMessagesAsync(ticketId);
        var status = ticket["Status"]!.ToString();
        return new ContractTicket(
            status is "new" or "open",
            status is "resolved",
            ticket["Queue"]!["id"]!.ToString(),
            // Of a merged ticket there are several.
            ticket["Requestor"]![0]!["id"]!.ToString(),
            [.. messages.Select(message => new ContractComment(message.Type != "Comment", message.Author == server.BridgeUserName, message.Text))]);
    }

    public override Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(string ticketId) => server.Olga.ReadFilesAsync(ticketId);

    public override async Task<string> ReadRequesterNameAsync(string requesterId) =>
        (await server.Bridge.ReadUserAsync(requesterId))["RealName"]!.ToString();

    public override Task AnswerAsync(string ticketId, string text) => server.Olga.CorrespondAsync(ticketId, text);

    public override Task AnswerWithFileAsync(string ticketId, string text, string name, byte[] content) =>
        server.Olga.SendFileAsync(ticketId, text, name, content);

    public override Task NoteAsync(string ticketId, string text) => server.Olga.CommentAsync(ticketId, text);

    public override Task SolveAsync(string ticketId) => server.Olga.SetStatusAsync(ticketId, "resolved");

    public override Task DeleteAsync(string ticketId) => server.Olga.DeleteAsync(ticketId);

    public override Task MergeAsync(string ticketId, string into) => server.Olga.MergeAsync(ticketId, into);

    /// <summary>All tests share the server.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
