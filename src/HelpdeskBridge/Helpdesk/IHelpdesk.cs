using HelpdeskBridge.Conversations;
using HelpdeskBridge.Delivery;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.Helpdesk;

/// <summary>The seam to a helpdesk product: what every one must do. A product is a folder beside this file and a line in Program.cs.</summary>
internal interface IHelpdesk : ISender
{
    /// <summary>Reads a ticket's status, then its public comments by staff since a time; the bridge's own ones may be among them.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="since">Comments older than this were taken before; null: from the beginning.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<TicketReading> ReadTicketAsync(string ticketId, DateTimeOffset? since, CancellationToken cancellation);

    /// <summary>When each of these tickets changed last, in one request. A ticket that is not there any more is left out.</summary>
    /// <returns>Null when the helpdesk can't tell now.</returns>
    Task<IReadOnlyList<TicketStamp>?> ReadStampsAsync(IReadOnlyList<string> ticketIds, CancellationToken cancellation);

    /// <summary>Tickets of the whole account that changed, from its own feed of changes.</summary>
    /// <param name="cursor">Where the last reading ended; null: begin at <paramref name="since"/>.</param>
    /// <param name="since">Where to begin without a cursor.</param>
    /// <param name="most">How many at once.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ChangeReading> ReadChangesAsync(string? cursor, DateTimeOffset since, int most, CancellationToken cancellation);

    /// <summary>Every group a chat can be handed to.</summary>
    /// <returns>Null when the helpdesk can't tell now.</returns>
    Task<IReadOnlyList<HelpdeskGroup>?> ReadGroupsAsync(CancellationToken cancellation);

    /// <summary>Whether an agent is there, group by group. May be slow where the account's budget is used: live messages go first.</summary>
    /// <returns>A group of which it can't be told now is left out.</returns>
    Task<IReadOnlyDictionary<string, bool>> ReadOnlineAsync(IReadOnlyList<string> groupIds, CancellationToken cancellation);

    /// <summary>Business hours that are kept in the helpdesk.</summary>
    /// <returns>Null when they can't be told now.</returns>
    Task<BusinessHours?> ReadHoursAsync(string scheduleId, CancellationToken cancellation);

    /// <summary>Opens a file an agent attached, for its bytes to be passed on as they come in.</summary>
    /// <param name="file">The file.</param>
    /// <param name="part">The part wanted; null: all of it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<FileOpening> OpenFileAsync(AttachedFile file, FilePart? part, CancellationToken cancellation);

    /// <summary>Checks who called the webhook and finds the ticket it is about.</summary>
    /// <param name="headers">As received.</param>
    /// <param name="body">Raw bytes: signatures are made over these, not over what they mean.</param>
    WebhookReading ReadWebhook(IHeaderDictionary headers, ReadOnlyMemory<byte> body);
}

/// <summary>Makes the helpdesks of one product.</summary>
internal interface IHelpdeskFactory
{
    HelpdeskKind Kind { get; }

    IHelpdesk Create(string name, HelpdeskOptions options);
}

/// <summary>A group of agents.</summary>
internal sealed record HelpdeskGroup(string Id, string Name);

/// <summary>When a ticket changed last.</summary>
internal sealed record TicketStamp(string TicketId, DateTimeOffset? UpdatedAt);

/// <summary>A public comment by an agent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was written, by the helpdesk's clock.</param>
/// <param name="Author">The agent.</param>
/// <param name="Text">Plain text; empty where there are only files.</param>
/// <param name="Files">Attachments and pictures in the text, in order.</param>
internal sealed record AgentComment(string Id, DateTimeOffset CreatedAt, Employee Author, string Text, IReadOnlyList<CheckedFile> Files);

/// <summary>A file and what the helpdesk's malware scan says about it.</summary>
internal sealed record CheckedFile(AttachedFile File, FileCheck Check);

internal enum FileCheck
{
    /// <summary>Nothing was found, or nothing is looked for.</summary>
    Passed,

    /// <summary>Not looked at yet; takes seconds.</summary>
    Running,

    /// <summary>Malware was found.</summary>
    Infected,
}

/// <summary>What reading a ticket gave.</summary>
internal abstract record TicketReading
{
    private TicketReading()
    {
    }

    /// <param name="Status">The status, read before the comments: whatever led to it is among them.</param>
    /// <param name="Responsible">The agent in charge, where there is one.</param>
    /// <param name="Comments">Oldest first.</param>
    /// <param name="ReadUntil">Time of the newest comment of any kind, where there is one.</param>
    /// <param name="UpdatedAt">When the ticket changed last.</param>
    internal sealed record Found(
        TicketStatus Status, Employee? Responsible, IReadOnlyList<AgentComment> Comments, DateTimeOffset? ReadUntil, DateTimeOffset? UpdatedAt) : TicketReading
    {
        /// <summary>The agent the ticket is assigned to, where it is to one.</summary>
        public Employee? Assignee { get; init; }

        /// <summary>Where the ticket was merged into another and shows it.</summary>
        public TicketMerge? Merge { get; init; }
    }

    internal sealed record Missing : TicketReading;

    /// <param name="Reason">Why.</param>
    /// <param name="RetryAfter">What the helpdesk asked for.</param>
    /// <param name="Outage">The helpdesk as a whole could not be reached or used.</param>
    internal sealed record Failed(string Reason, TimeSpan? RetryAfter, bool Outage) : TicketReading;
}

/// <summary>What reading an account's feed of changes gave.</summary>
internal abstract record ChangeReading
{
    private ChangeReading()
    {
    }

    /// <param name="Stamps">What changed, the same ticket perhaps more than once.</param>
    /// <param name="Cursor">Where to go on.</param>
    /// <param name="HasMore">There is more to read now.</param>
    internal sealed record Changed(IReadOnlyList<TicketStamp> Stamps, string Cursor, bool HasMore) : ChangeReading;

    /// <summary>The account does not permit it, or does not know the cursor any more.</summary>
    internal sealed record NotOffered : ChangeReading;

    /// <summary>It can't be read now.</summary>
    internal sealed record Failed : ChangeReading;
}

/// <summary>A ticket was closed because its matter goes on in another.</summary>
/// <param name="Into">The other ticket.</param>
/// <param name="At">When.</param>
/// <param name="LastComment">The comment made with it, where there is one.</param>
internal sealed record TicketMerge(string Into, DateTimeOffset At, string? LastComment);

/// <summary>What a webhook call is.</summary>
internal abstract record WebhookReading
{
    private WebhookReading()
    {
    }

    /// <param name="TicketId">The ticket something happened to.</param>
    /// <param name="IsOurs">It carries the bridge's mark, even if the bridge doesn't know its id yet.</param>
    internal sealed record AboutTicket(string TicketId, bool IsOurs) : WebhookReading
    {
        /// <summary>The ticket it was merged into, where that is what happened.</summary>
        public string? MergedInto { get; init; }
    }

    /// <summary>Genuine, but about something else.</summary>
    internal sealed record NotAboutTicket : WebhookReading;

    internal sealed record Unreadable(string Why) : WebhookReading;

    internal sealed record NotGenuine(string Why) : WebhookReading;
}
