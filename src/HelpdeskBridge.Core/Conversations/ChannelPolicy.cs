namespace HelpdeskBridge.Conversations;

/// <summary>What a channel's settings say about its conversations.</summary>
internal sealed record ChannelPolicy(
    string Helpdesk, string DefaultDestination, TimeSpan WaitForFirstMessage, TimeSpan ReopenWithin, bool DeliverLateAgentMessages,
    Employee SystemEmployee)
{
    /// <summary>A conversation in which nobody has written for so long is closed; null: never.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>Notices whose text the channel's settings leave empty.</summary>
    public required IReadOnlySet<Notice> SilentNotices { get; init; }

    /// <summary>Larger files of agents are not sent to the client.</summary>
    public long MaxFileBytes { get; init; } = long.MaxValue;

    /// <summary>The notice as a message to the client; null where the channel says nothing about it.</summary>
    public ClientNotice? CreateNotice(Notice notice, string? about = null) =>
        SilentNotices.Contains(notice) ? null : new ClientNotice(notice, SystemEmployee, about);
}
