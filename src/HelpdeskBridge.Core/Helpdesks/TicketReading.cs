using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What reading a ticket gave.</summary>
internal abstract record TicketReading
{
    private TicketReading()
    {
    }

    /// <param name="Status">The status, read before the comments: whatever led to it is among them. Null: only the comments were read.</param>
    /// <param name="Responsible">The agent in charge, where there is one.</param>
    /// <param name="Comments">Oldest first.</param>
    /// <param name="ReadUntil">Time of the newest comment of any kind, where there is one.</param>
    /// <param name="UpdatedAt">When the ticket changed last.</param>
    internal sealed record Found(
        TicketStatus? Status, Employee? Responsible, IReadOnlyList<AgentComment> Comments, DateTimeOffset? ReadUntil, DateTimeOffset? UpdatedAt)
        : TicketReading
    {
        /// <summary>A ticket that does not exist any more.</summary>
        public static readonly Found Gone = new(TicketStatus.Gone, null, [], null, null);

        /// <summary>The agent the ticket is assigned to, where there is one.</summary>
        public Employee? Assignee { get; init; }

        /// <summary>The tags of the ticket, where the helpdesk has them.</summary>
        public IReadOnlyList<string> Tags { get; init; } = [];

        /// <summary>Where the ticket was merged into another one and shows it.</summary>
        public TicketMerge? Merge { get; init; }
    }

    /// <summary>The helpdesk does not have it any more.</summary>
    internal sealed record Missing : TicketReading;

    /// <param name="Reason">Why.</param>
    /// <param name="RetryAfter">What the helpdesk asked for.</param>
    /// <param name="Scope">Whose fault it may be.</param>
    internal sealed record Failed(string Reason, TimeSpan? RetryAfter, FailureScope Scope) : TicketReading;
}

/// <summary>A public comment that an agent expects to be sent to the client.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was written, by the helpdesk's clock.</param>
/// <param name="Author">The agent.</param>
/// <param name="Text">Plain text; empty where there are only files.</param>
/// <param name="Files">Attachments and pictures in the text, in order.</param>
internal sealed record AgentComment(string Id, DateTimeOffset CreatedAt, Employee Author, string Text, IReadOnlyList<ScannedFile> Files)
{
    /// <summary>Why nothing of it is sent to the client; null: it is sent.</summary>
    public CommentRefusal? Refusal { get; init; }
}

/// <summary>A file and what the helpdesk's malware scan says about it.</summary>
internal sealed record ScannedFile(AttachedFile File, MalwareScan Scan);

/// <summary>The state of a malware scan.</summary>
internal enum MalwareScan
{
    /// <summary>Nothing was found, or there is no scan.</summary>
    Passed,

    /// <summary>The scan is not finished. It takes seconds.</summary>
    Running,

    /// <summary>Malware was found.</summary>
    Infected,
}

/// <summary>A ticket was closed because it goes on in another one.</summary>
/// <param name="Into">The other ticket.</param>
/// <param name="At">When.</param>
/// <param name="LastComment">The comment that the merge wrote, where there is one.</param>
internal sealed record TicketMerge(string Into, DateTimeOffset At, string? LastComment);

/// <summary>What reading an account's feed of changes gave.</summary>
internal abstract record ChangeReading
{
    private ChangeReading()
    {
    }

    /// <param name="Stamps">What changed. One ticket may be there more than once.</param>
    /// <param name="Cursor">Where to go on.</param>
    /// <param name="HasMore">There is more to read now.</param>
    internal sealed record Changed(IReadOnlyList<TicketStamp> Stamps, string Cursor, bool HasMore) : ChangeReading
    {
        /// <summary>
        /// Whether it took another request beside that for the changes. Then the sweep makes none of its own, so that none costs more than two.
        /// </summary>
        public bool TookAnotherRequest { get; init; }
    }

    /// <summary>The account does not permit it, or does not know the cursor any more.</summary>
    internal sealed record NotOffered : ChangeReading;

    /// <summary>It can't be read now.</summary>
    internal sealed record Failed : ChangeReading;
}
