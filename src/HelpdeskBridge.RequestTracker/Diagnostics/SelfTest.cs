using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Tickets;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Diagnostics;

/// <summary>
/// Opens a ticket that is marked as a test, writes into it as the bridge does, and resolves it. What only writing shows is found here.
/// </summary>
internal sealed class SelfTest(RequestTrackerProbe probe, IRequestTrackerApi api, IRequestTrackerWriteApi writes, BridgeClock clock)
{
    private const string Id = "helpdesk.self-test";
    private const string ReopenId = "helpdesk.reopening";
    private const string Resolved = "resolved";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        if (probe.Channels.ByName.Values.FirstOrDefault()?.DefaultDestination is not { } queue)
            return [probe.Find(Id, FindingStatus.Skipped, FindingSide.Settings, "No channel uses this helpdesk.")];
        using var draft = MessageContent.Create(new RtTicketDraft(queue, "Test of Helpdesk Bridge", "A test. It can be deleted."), []);
        var created = await writes.CreateTicketAsync(draft, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (created.Content is not { Length: > 0 } ticketId)
            return [Fail("The test ticket was not opened", created.Failure)];
        using var note = MessageContent.Create(new RtMessageDraft("A note of the test.", "Test"), []);
        if ((await writes.CommentAsync(ticketId, note, cancellationToken).ToResultAsync(clock, cancellationToken)).Failure is { } refused)
            return [Fail($"No note could be written into ticket {ticketId}", refused)];
        if (await SetStatusAsync(ticketId, cancellationToken) is not { Status: Resolved })
            return [Fail($"Ticket {ticketId} could not be resolved. The bridge's user needs the right ModifyTicket", failure: null)];
        return [probe.Ok(Id, $"Ticket {ticketId} was opened, got a note, and was resolved."), await TestReopeningAsync(ticketId, cancellationToken)];
    }

    private async Task<Finding> TestReopeningAsync(string ticketId, CancellationToken cancellationToken)
    {
        using var words = MessageContent.Create(new RtMessageDraft("Words of the test.", "Test"), []);
        var written = await writes.CorrespondAsync(ticketId, words, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (written.Failure is { } refused)
            return Fail($"No correspondence could be written into ticket {ticketId}. The bridge's user needs the right ReplyToTicket", refused);
        var after = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);
        await SetStatusAsync(ticketId, cancellationToken);
        return after.Content?.Status == RequestTrackerStatus.Open
            ? probe.Ok(ReopenId, "Correspondence reopens a resolved ticket.")
            : probe.Find(
                ReopenId, FindingStatus.Warn, FindingSide.Helpdesk,
                "Correspondence does not reopen a resolved ticket: the bridge does it, with one request more for each, and mails of clients don't.",
                "Switch the scrip \"On Correspond Open Inactive Tickets\" on for the queues of chats.");
    }

    private async Task<RtTicket?> SetStatusAsync(string ticketId, CancellationToken cancellationToken)
    {
        await api.UpdateTicketAsync(ticketId, new RtTicketChange { Status = Resolved }, cancellationToken).ToResultAsync(clock, cancellationToken);
        return (await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken)).Content;
    }

    private Finding Fail(string what, RequestTrackerFailure? failure) => probe.Find(
        Id, FindingStatus.Fail, FindingSide.Helpdesk, failure is null ? $"{what}." : $"{what} ({failure.Summary}).",
        "Run \"setup plan\": it prints the rights that the bridge's user needs.");
}
