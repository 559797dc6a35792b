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

    /// <summary>The tag of a ticket that gives its chat back to the bot; null: none does.</summary>
    public string? ReturnTag { get; init; }

    /// <summary>Notices whose text the channel's settings leave empty.</summary>
    public required IReadOnlySet<Notice> SilentNotices { get; init; }

    /// <summary>Larger files of agents are not sent to the client.</summary>
    public long MaxFileBytes { get; init; } = long.MaxValue;

    /// <returns>The notice as a message to the client; null when the channel's text for it is empty.</returns>
    public ClientNotice? CreateNotice(Notice notice, string? about = null) =>
        SilentNotices.Contains(notice) ? null : new ClientNotice(notice, SystemEmployee, about);
}
