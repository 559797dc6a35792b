namespace HelpdeskBridge.Conversations;

/// <summary>A text of an agent.</summary>
internal sealed record AgentText(string Text, Employee Agent) : JaicpMessage;

/// <summary>A file of an agent. It stays in the helpdesk: the client gets a link to the bridge, which reads the file from there.</summary>
internal sealed record AgentFile(AttachedFile File, Employee Agent) : JaicpMessage;

/// <summary>A file in the helpdesk, with everything that is needed to read it later. The client gets only its name and its size.</summary>
/// <param name="Id">Its id in the helpdesk.</param>
/// <param name="Url">Its address. It may contain a secret, and it may require signing in.</param>
/// <param name="Name">The name that the agent gave it.</param>
/// <param name="ContentType">The content type that the helpdesk names.</param>
/// <param name="Size">The size in bytes, if the helpdesk names it.</param>
internal sealed record AttachedFile(string Id, string Url, string Name, string? ContentType, long? Size);

/// <summary>The chat was closed on the helpdesk's side.</summary>
internal sealed record ChatClosed(Employee Agent) : JaicpMessage;

/// <summary>A notice of the bridge itself to the client. Its text is in the text catalogue.</summary>
/// <param name="Notice">Which notice it is.</param>
/// <param name="Speaker">The sender that JAICP shows: the channel's system employee.</param>
/// <param name="About">The name of the agent or file, or the place in the queue, that the notice is about, if there is one.</param>
internal sealed record ClientNotice(Notice Notice, Employee Speaker, string? About = null) : JaicpMessage;

/// <summary>The notices to a client. Each has a text of the same name in the text catalogue.</summary>
internal enum Notice
{
    /// <summary>A message of the client was not delivered to the helpdesk.</summary>
    MessageNotDelivered,

    /// <summary>A file of the client was not delivered to the helpdesk.</summary>
    FileNotDelivered,

    /// <summary>The first agent joined the chat.</summary>
    AgentJoined,

    /// <summary>Another agent took over.</summary>
    AgentChanged,

    /// <summary>No agent has answered yet.</summary>
    Waiting,

    /// <summary>The agents closed the chat.</summary>
    ChatClosed,

    /// <summary>The chat was closed because nobody had written for a long time.</summary>
    IdleClosed,

    /// <summary>The channel is outside its business hours.</summary>
    Offline,
}
