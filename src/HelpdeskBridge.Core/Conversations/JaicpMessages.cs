namespace HelpdeskBridge.Conversations;

/// <summary>An agent wrote.</summary>
internal sealed record AgentText(string Text, Employee Agent) : JaicpMessage;

/// <summary>An agent sent a file. It stays in the helpdesk; the client gets a link of ours, behind which it is fetched from there.</summary>
internal sealed record AgentFile(AttachedFile File, Employee Agent) : JaicpMessage;

/// <summary>A file in the helpdesk, with what it takes to fetch it later. Only name and size are for the client.</summary>
/// <param name="Id">Its id in the helpdesk.</param>
/// <param name="Url">Its address. It may hold a secret, and may need a sign-in.</param>
/// <param name="Name">The name the agent gave it.</param>
/// <param name="ContentType">The type the helpdesk gives it.</param>
/// <param name="Size">In bytes, where the helpdesk says so.</param>
internal sealed record AttachedFile(string Id, string Url, string Name, string? ContentType, long? Size);

/// <summary>The chat was closed on the helpdesk's side.</summary>
internal sealed record ChatClosed(Employee Agent) : JaicpMessage;

/// <summary>The bridge itself tells the client something, with a text of the catalogue.</summary>
/// <param name="Notice">Which text.</param>
/// <param name="Speaker">Who says it: the channel's system employee.</param>
/// <param name="About">Name of the agent or file it is about, where there is one.</param>
internal sealed record ClientNotice(Notice Notice, Employee Speaker, string? About = null) : JaicpMessage;

/// <summary>What the bridge tells a client. Each is a text of the same name in the catalogue.</summary>
internal enum Notice
{
    /// <summary>A message of the client did not reach an agent.</summary>
    MessageNotDelivered,

    /// <summary>A file of the client did not reach an agent.</summary>
    FileNotDelivered,

    /// <summary>The first agent takes care of the chat, or answers.</summary>
    AgentJoined,

    /// <summary>Another agent took over.</summary>
    AgentChanged,

    /// <summary>No agent has answered yet.</summary>
    Waiting,

    /// <summary>The agents closed the chat.</summary>
    ChatClosed,

    /// <summary>The chat was closed because nobody had written for a long time.</summary>
    IdleClosed,

    /// <summary>No agent is there: the channel is outside its business hours.</summary>
    Offline,
}
