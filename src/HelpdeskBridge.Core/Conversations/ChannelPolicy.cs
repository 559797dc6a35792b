namespace HelpdeskBridge.Conversations;

/// <summary>The settings of a channel that the rules of conversations depend on.</summary>
internal sealed record ChannelPolicy(
    string Helpdesk, string DefaultDestination, TimeSpan WaitForFirstMessage, TimeSpan ReopenWithin, bool DeliverLateAgentMessages,
    Employee SystemEmployee)
{
    /// <summary>A conversation in which nobody has written for this time is closed; null: it is never closed for this reason.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>A new hand-over goes into the ticket of the client's last chat, if that takes comments.</summary>
    public bool ReusesTicket { get; init; }

    /// <summary>The attributes by which the bot names the client's own user in the helpdesk.</summary>
    public IReadOnlyList<string> RequesterAttributes { get; init; } = [];

    /// <summary>The tag of a ticket that gives its chat back to the bot; null: none does.</summary>
    public string? ReturnTag { get; init; }

    /// <summary>Notices whose text the channel's settings leave empty.</summary>
    public required IReadOnlySet<Notice> SilentNotices { get; init; }

    /// <summary>What happens to the ticket of a chat that no agent has answered, in the order of their times.</summary>
    public IReadOnlyList<Escalation> Escalations { get; init; } = [];

    /// <summary>Whether the text that asks a client to wait names the position in the queue.</summary>
    public bool WaitingNamesPosition { get; init; }

    /// <summary>Larger files of agents are not sent to the client.</summary>
    public long MaxFileBytes { get; init; } = long.MaxValue;

    /// <returns>The notice as a message to the client; null when the channel's text for it is empty.</returns>
    public ClientNotice? CreateNotice(Notice notice, string? about = null) =>
        SilentNotices.Contains(notice) ? null : new ClientNotice(notice, SystemEmployee, about);
}

/// <summary>What happens to the ticket of a chat that no agent has answered for some time.</summary>
/// <param name="After">The time since the chat began, within the channel's hours.</param>
/// <param name="Group">The group that gets the ticket; null: it stays where it is.</param>
/// <param name="Priority">The new priority; null: it stays.</param>
/// <param name="Tag">A tag that is added; null: none.</param>
/// <param name="Note">The text of the internal note; null: the one of the text catalogue.</param>
internal sealed record Escalation(TimeSpan After, string? Group, string? Priority, string? Tag, string? Note);
