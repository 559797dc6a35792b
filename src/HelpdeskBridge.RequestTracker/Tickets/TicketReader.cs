using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Api;
using HelpdeskBridge.RequestTracker.Users;
using HelpdeskBridge.Time;

namespace HelpdeskBridge.RequestTracker.Tickets;

/// <summary>
/// Reads what agents did to a ticket. The status is read before the messages, so that the messages include everything that led to the status.
/// </summary>
internal sealed class TicketReader(IRequestTrackerApi api, AgentDirectory agents, MessageTexts texts, ChannelRegistry channels, BridgeClock clock)
{
    private const int PageSize = 100;
    private const int MaxPages = 100;
    private const string Nobody = "Nobody";
    private const string System = "RT_System";

    /// <summary>What the settings call tags. There are no others.</summary>
    private IEnumerable<string> ReturnTags => channels.Names.Select(name => channels.Get(name).ReturnToBot.Tag).OfType<string>();

    /// <param name="ticketId">The ticket.</param>
    /// <param name="since">Older messages are not needed; null: all are.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<TicketReading> ReadAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var own = await agents.ReadOwnAsync(cancellationToken);
        if (own.Failure is { } unknown)
            return GetFailed(unknown);
        var read = await api.ReadTicketAsync(ticketId, cancellationToken).ToResultAsync(clock, cancellationToken);
        if (read.Failure is { } failure)
            return GetFailedOrMissing(failure);
        var (history, failed) = await ReadHistoryAsync(ticketId, since, cancellationToken);
        if (failed is not null)
            return GetFailed(failed);

        // What was said in another ticket that this one was merged with is not for this client.
        var said = history.Where(entry => entry.IsCorrespondence && entry.ObjectId == ticketId && !(entry.CreatedAt < since)).ToList();
        var (comments, refused) = await ReadCommentsAsync(said, own.Content!, cancellationToken);
        if (refused is not null)
            return GetFailed(refused);
        var ticket = read.Content!;
        var (owner, notRead) = await ReadOwnerAsync(ticket, own.Content!, cancellationToken);
        if (notRead is not null)
            return GetFailed(notRead);
        return new TicketReading.Found(
            RequestTrackerStatus.Parse(ticket.Status), owner ?? comments.LastOrDefault(comment => comment.Refusal is null)?.Author, comments,
            said.Count > 0 ? said.Max(entry => entry.CreatedAt) : null, ticket.LastUpdated)
        {
            Assignee = owner,
            Tags = [.. ReturnTags.Where(tag => CustomFields.HasTag(ticket, tag))],
            Merge = TicketAccess.IsMerged(ticket, ticketId) ? GetMerge(history, ticket, ticketId) : null,
        };
    }

    /// <summary>
    /// Correspondence and merges, oldest first. Pages are sorted from new to old, and read while they may contain what is new enough.
    /// </summary>
    private async Task<(List<RtTransaction> Entries, RequestTrackerFailure? Failure)> ReadHistoryAsync(
        string ticketId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var entries = new List<RtTransaction>();
        var query = $"ObjectType = 'RT::Ticket' AND ObjectId = {RtIds.ParseNumber(ticketId)} AND (Type = 'Correspond' OR Type = 'AddLink')";
        for (var page = 0; page < MaxPages; page++)
        {
            var older = entries.Count > 0 ? $" AND id < {entries[^1].Number}" : "";
            var result = await api.FindTransactionsAsync(query + older, "DESC", PageSize, cancellationToken).ToResultAsync(clock, cancellationToken);
            if (result.Failure is not null)
                return (entries, result.Failure);
            var items = result.Content?.Items ?? [];
            entries.AddRange(items);
            if (items.Count < PageSize || items[^1].CreatedAt < since)
                break;
        }

        entries.Reverse();
        return (entries, null);
    }

    /// <summary>The messages by agents: privileged users other than the bridge's own. What others write is told to nobody.</summary>
    private async Task<(List<AgentComment> Comments, RequestTrackerFailure? Failure)> ReadCommentsAsync(
        List<RtTransaction> said, RtUser own, CancellationToken cancellationToken)
    {
        var comments = new List<AgentComment>();
        foreach (var entry in said)
        {
            if (entry.Creator is not { Id.Length: > 0 } creator || creator.Id == own.Id)
                continue;
            var user = await agents.ReadAsync(creator.Id, cancellationToken);
            if (user.Failure is { Status: not HttpStatusCode.NotFound } failure)
                return ([], failure);
            if (user.Content is not { IsPrivileged: true, Name: not System } agent)
                continue;
            var (parts, refused) = await texts.ReadAsync(entry.Id, cancellationToken);
            if (refused is not null)
                return ([], refused);
            comments.Add(ToComment(entry, agent, parts!));
        }

        return (comments, null);
    }

    private async Task<(Employee? Owner, RequestTrackerFailure? Failure)> ReadOwnerAsync(
        RtTicket ticket, RtUser own, CancellationToken cancellationToken)
    {
        if (ticket.Owner is not { Id: { Length: > 0 } name } || name == Nobody || name == own.Name)
            return (null, null);
        var user = await agents.ReadAsync(name, cancellationToken);
        return user.Failure is { Status: not HttpStatusCode.NotFound } failure ? (null, failure)
            : (user.Content is { IsPrivileged: true } agent ? AgentDirectory.ToEmployee(agent) : null, null);
    }

    private static AgentComment ToComment(RtTransaction entry, RtUser agent, MessageParts parts)
    {
        var comment = new AgentComment(entry.Id, entry.CreatedAt, AgentDirectory.ToEmployee(agent), parts.Text, parts.Files);
        return parts is { Text.Length: 0, Files.Count: 0 } ? comment with { Refusal = CommentRefusal.Empty } : comment;
    }

    /// <summary>
    /// A merge is a transaction of the ticket itself, which names the target. The target may have been merged since, which its own read shows.
    /// </summary>
    private static TicketMerge GetMerge(List<RtTransaction> history, RtTicket target, string ticketId)
    {
        var merge = history.LastOrDefault(entry => entry.IsMerge && entry.ObjectId == ticketId);
        return new TicketMerge(
            RtIds.GetLastNumber(merge?.NewValue) ?? target.Id, merge?.CreatedAt ?? target.LastUpdated ?? DateTimeOffset.UnixEpoch, merge?.Id);
    }

    private static TicketReading GetFailedOrMissing(RequestTrackerFailure failure) =>
        RequestTrackerFailureTable.GetOutcome(failure, onTicket: true) is Messaging.DeliveryOutcome.TicketOver
            ? new TicketReading.Missing()
            : GetFailed(failure);

    private static TicketReading.Failed GetFailed(RequestTrackerFailure failure) =>
        new(failure.Summary, failure.RetryAfter, RequestTrackerFailureTable.GetScope(failure));
}
