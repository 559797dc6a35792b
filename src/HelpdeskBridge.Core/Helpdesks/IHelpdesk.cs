using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging;
using Microsoft.AspNetCore.Http;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// One account of a helpdesk product: what every product's adapter must do. An adapter is a project of its own.
/// </summary>
internal interface IHelpdesk
{
    /// <summary>How often one ticket may be written; null: as often as there is something to write.</summary>
    ITicketPace? TicketPace { get; }

    /// <summary>How long a write without a response may still take effect. Until then it is only looked up, and not sent again.</summary>
    TimeSpan LateWriteWindow { get; }

    /// <summary>
    /// Whether the feed of changes names every change at once and costs the same however many tickets are watched. Then it is read at each sweep, and
    /// the watched tickets themselves are compared only in turn (docs/decisions/0020-request-tracker.md).
    /// </summary>
    bool HasCompleteFeed => false;

    /// <summary>
    /// How long after a webhook call its ticket is read. More than zero where the helpdesk calls before what it tells of can be read.
    /// </summary>
    TimeSpan WebhookReadDelay => TimeSpan.Zero;

    /// <summary>Writes a batch into the conversation's ticket. Failures of the network and of the helpdesk are outcomes, not exceptions.</summary>
    Task<DeliveryOutcome> SendAsync(OutboundBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads a ticket's status first, then its public comments by agents. The bridge's own comments may be among them.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="since">Older comments were processed before; null: from the beginning.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>
    /// Reads only the public comments by agents, without the status, where that takes fewer requests. Otherwise it reads the ticket.
    /// </summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="since">Older comments were processed before; null: from the beginning.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<TicketReading> ReadCommentsAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellationToken) =>
        ReadTicketAsync(ticketId, since, cancellationToken);

    /// <summary>When each of these tickets changed last, in one request. A ticket that does not exist any more is left out.</summary>
    /// <returns>Null when it can't be read now.</returns>
    Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellationToken);

    /// <summary>Tickets of the whole account that changed, from its own feed of changes.</summary>
    /// <param name="cursor">Where the last read ended; null: begin at <paramref name="since"/>.</param>
    /// <param name="since">Where to begin without a cursor.</param>
    /// <param name="limit">How many at once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>Every group a chat can be handed to.</summary>
    /// <returns>Null when it can't be read now.</returns>
    Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether an agent is online, group by group. It may be slow where the account's request budget is used up: messages go first.
    /// </summary>
    /// <param name="groupIds">The groups.</param>
    /// <param name="withCapacity">Whether to read, where the product tells it, if one of the agents has room for one more chat.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Without the groups for which it can't be read now.</returns>
    Task<IReadOnlyDictionary<string, GroupPresence>> ReadOnlineAsync(
        IReadOnlyList<string> groupIds, bool withCapacity, CancellationToken cancellationToken);

    /// <summary>Business hours that are kept in the helpdesk.</summary>
    /// <returns>Null when it can't be read now.</returns>
    Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellationToken);

    /// <summary>Opens a file that an agent attached, for its bytes to be streamed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="range">The part that is wanted; null: all of it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AttachmentOpening> OpenFileAsync(AttachedFile file, RequestedRange? range, CancellationToken cancellationToken);

    /// <summary>Checks who called the webhook and finds the ticket it is about.</summary>
    /// <param name="headers">As received.</param>
    /// <param name="body">The raw bytes: signatures are made over these.</param>
    WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body);

    /// <summary>What is known about the account without a request to it, for operators.</summary>
    Task<AccountStatus> GetStatusAsync() => Task.FromResult(AccountStatus.Unknown);

    /// <summary>Where an agent sees the ticket.</summary>
    /// <returns>Null: the product has no such page.</returns>
    string? GetTicketUrl(string ticketId) => null;
}

/// <summary>Creates the accounts of one helpdesk product.</summary>
internal interface IHelpdeskFactory
{
    HelpdeskKind Kind { get; }

    /// <summary>The account of that name; its options are those of the same name.</summary>
    IHelpdesk Create(string name);

    /// <summary>What sets up the account of that name.</summary>
    IHelpdeskSetup CreateSetup(string name);

    /// <summary>What tests the account of that name.</summary>
    IHelpdeskDiagnostics CreateDiagnostics(string name);
}

/// <summary>A group of agents.</summary>
internal sealed record HelpdeskGroup(string Id, string Name);

/// <summary>When a ticket changed last.</summary>
internal sealed record TicketStamp(string TicketId, DateTimeOffset? UpdatedAt);
