namespace HelpdeskBridge.Conversations;

/// <summary>What a channel's settings say about its conversations.</summary>
internal sealed record ChannelPolicy(
    string Helpdesk, string DefaultDestination, TimeSpan WaitForFirstMessage, TimeSpan ReopenWithin, bool DeliverLateAgentMessages, Employee SystemEmployee)
{
    /// <summary>Silence after which a conversation is closed; null: never.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>Notices whose text the channel's settings leave empty.</summary>
    public required IReadOnlySet<Notice> Silent { get; init; }

    /// <summary>Larger files of agents are not sent on.</summary>
    public long MostFileBytes { get; init; } = long.MaxValue;

    /// <summary>The notice as a message to the client; null where the channel says nothing about it.</summary>
    public ClientNotice? Say(Notice notice, string? about = null) => Silent.Contains(notice) ? null : new ClientNotice(notice, SystemEmployee, about);
}
