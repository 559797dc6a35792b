using System.Globalization;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Diagnostics;

/// <summary>
/// Opens a ticket that is clearly a test, writes an internal note, solves the ticket, and waits until Zendesk has called the webhook. A trigger calls
/// it only when the status changes. The bridge does not know the ticket, so nothing reaches a client.
/// </summary>
internal sealed class SelfTest(AccountProbe probe, IZendeskApi api)
{
    private const string TicketId = "self-test.ticket";
    private const string WebhookId = "self-test.webhook";
    private const string SolveId = "self-test.solve";
    private const string Tag = "helpdesk_bridge_test";
    private const string Text = "This ticket was opened by the command \"doctor --self-test\" of Helpdesk Bridge. Nothing has to be done.";
    private static readonly TimeSpan WebhookTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    public async Task<IReadOnlyList<Finding>> RunAsync(bool waitForWebhook, CancellationToken cancellationToken)
    {
        if ((await probe.ReadMeAsync(cancellationToken)).User is not { } me)
            return [probe.Find(TicketId, FindingStatus.Skipped, FindingSide.Helpdesk, "No test ticket is opened, because signing in fails.")];
        var webhookId = probe.NeedsWebhook ? (await probe.ReadOwnAsync(cancellationToken)).Own?.Webhook?.Id : null;
        var callsBefore = webhookId is null ? [] : await ReadCallsAsync(webhookId, cancellationToken);

        var opened = await api.CreateTicketAsync(new TicketRequest(CreateTicket(me.Id)), probe.Clock.NewId(), cancellationToken)
            .ToResultAsync(probe.Clock, cancellationToken);
        if (opened.Content?.Ticket is not { } ticket)
            return [probe.FromFailure(TicketId, opened.Failure!, before: "The test ticket was not opened. ")];
        var id = ticket.Id.ToString(CultureInfo.InvariantCulture);
        var findings = new List<Finding> { await WriteNoteAsync(id, cancellationToken) };
        findings.Add(await SolveAsync(id, me.Id, cancellationToken));
        if (webhookId is not null)
            findings.Insert(1, await WaitForCallAsync(webhookId, callsBefore, waitForWebhook, cancellationToken));
        return findings;
    }

    private TicketDraft CreateTicket(long userId)
    {
        var channel = probe.Account.Channels.Values.FirstOrDefault();
        var groupId = long.TryParse(channel?.DefaultDestination, CultureInfo.InvariantCulture, out var group) ? group : (long?)null;
        return new TicketDraft
        {
            Subject = "[Test] Helpdesk Bridge self-test, please ignore",
            Comment = new CommentDraft(Text, Public: false),
            RequesterId = userId,
            GroupId = groupId,
            Tags = [.. (channel?.Ticket.Tags ?? TicketOptions.DefaultTags), Tag],
        };
    }

    private async Task<Finding> WriteNoteAsync(string ticketId, CancellationToken cancellationToken)
    {
        var note = new TicketRequest(new TicketDraft { Comment = new CommentDraft("Internal note of the self-test.", Public: false) });
        var result = await api.UpdateTicketAsync(ticketId, note, cancellationToken).ToResultAsync(probe.Clock, cancellationToken);
        return result.Failure is { } failure
            ? probe.FromFailure(TicketId, failure, before: $"The test ticket #{ticketId} was opened, but no note could be written. ")
            : probe.Ok(TicketId, $"The test ticket #{ticketId} was opened, and a note was written.");
    }

    /// <summary>Solving needs an assignee (support.zendesk.com, "Using status").</summary>
    private async Task<Finding> SolveAsync(string ticketId, long userId, CancellationToken cancellationToken)
    {
        var solved = new TicketRequest(new TicketDraft { Status = "solved", AssigneeId = userId });
        var result = await api.UpdateTicketAsync(ticketId, solved, cancellationToken).ToResultAsync(probe.Clock, cancellationToken);
        if (result.Failure is not null)
        {
            // The user may not be a member of the group. Without an assignee, some accounts allow it.
            solved = new TicketRequest(new TicketDraft { Status = "solved" });
            result = await api.UpdateTicketAsync(ticketId, solved, cancellationToken).ToResultAsync(probe.Clock, cancellationToken);
        }

        return result.Failure is { } failure
            ? probe.Find(
                SolveId,
                FindingStatus.Warn,
                FindingSide.Helpdesk,
                $"The test ticket #{ticketId} could not be solved ({failure.Summary}).",
                "Solve it by hand. Make sure that the bridge may solve tickets: required fields and assignees hold up the end of chats as well.")
            : probe.Ok(SolveId, $"The test ticket #{ticketId} is solved.");
    }

    /// <summary>Zendesk records each call of the webhook, and how it ended.</summary>
    private async Task<Finding> WaitForCallAsync(
        string webhookId, IReadOnlyList<ZendeskInvocation> before, bool waits, CancellationToken cancellationToken)
    {
        if (!waits)
        {
            return probe.Find(
                WebhookId, FindingStatus.Skipped, FindingSide.Network, "No service answers at Bridge:PublicUrl, so no webhook can arrive.");
        }

        var known = before.Select(call => call.Id).ToHashSet();
        var start = probe.Clock.Time.GetTimestamp();
        ZendeskInvocation? last = null;
        while (probe.Clock.Time.GetElapsedTime(start) < WebhookTimeout)
        {
            var calls = (await ReadCallsAsync(webhookId, cancellationToken)).Where(call => !known.Contains(call.Id)).ToList();
            if (calls.Exists(call => call.Succeeded))
                return probe.Ok(WebhookId, "Zendesk called the webhook, and the service accepted the call.", FindingSide.Network);
            last = calls.FirstOrDefault() ?? last;
            if (last is { Status: "failed" })
                break;
            await Task.Delay(BetweenLooks, probe.Clock.Time, cancellationToken);
        }

        return last is null
            ? probe.Find(
                WebhookId,
                FindingStatus.Warn,
                FindingSide.Helpdesk,
                $"Zendesk has recorded no call of the webhook within {WebhookTimeout.TotalSeconds:0} seconds.",
                $"Look at the webhook's activity ({SetupHint.WebhookPage}). Without webhooks, answers arrive by the sweep only.")
            : probe.Find(
                WebhookId,
                FindingStatus.Fail,
                FindingSide.Network,
                $"Zendesk called the webhook, but the call ended as \"{last.Status}\".",
                $"Look at the webhook's activity ({SetupHint.WebhookPage}): 401 means that "
                + $"{probe.Key}:WebhookSecrets has another secret; no response means that Bridge:PublicUrl can't be reached from the internet.");
    }

    private async Task<IReadOnlyList<ZendeskInvocation>> ReadCallsAsync(string webhookId, CancellationToken cancellationToken) =>
        (await probe.ReadCallsAsync(webhookId, cancellationToken)).Content?.Invocations ?? [];
}
