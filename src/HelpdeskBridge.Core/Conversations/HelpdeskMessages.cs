using System.Text.Json.Serialization;

namespace HelpdeskBridge.Conversations;

/// <summary>Open the ticket for the conversation's group. A client text right behind it becomes the first comment.</summary>
internal sealed record OpenTicket : HelpdeskMessage;

/// <summary>Public comment: the client wrote.</summary>
internal sealed record ClientText(string Text) : HelpdeskMessage;

/// <summary>Public comment with an attachment: the client sent a file.</summary>
internal sealed record ClientFile(string Url, string? Name, long? Size) : HelpdeskMessage;

/// <summary>A client's file that was just accepted.</summary>
internal readonly record struct AcceptedFile(string MessageId, ClientFile File);

/// <summary>Internal note: what the bot told about the client, as JSON.</summary>
internal sealed record ContextNote(string? Attributes, string? CustomData) : HelpdeskMessage;

/// <summary>Move the ticket to the conversation's new group, with a note of what the bot tells differently about the client.</summary>
/// <param name="Attributes">Changes for the agent.</param>
/// <param name="CustomData">Changes for the agent.</param>
/// <param name="Hidden">Names of hidden attributes that changed. They are not for the agent, but may be mapped to a ticket field.</param>
internal sealed record MoveTicket(
    IReadOnlyList<ContextChange>? Attributes = null, IReadOnlyList<ContextChange>? CustomData = null, IReadOnlyList<string>? Hidden = null) : HelpdeskMessage
{
    public static MoveTicket Create(HandOverContext before, HandOverContext after) => new(
        ContextChange.Between(before.Attributes, after.Attributes),
        ContextChange.Between(before.CustomData, after.CustomData),
        [.. ContextChange.Between(before.HiddenAttributes, after.HiddenAttributes).Select(change => change.Name)]);
}

/// <summary>Set the ticket to open again: a client's text arrived just after an agent had solved it.</summary>
internal sealed record ReopenTicket : HelpdeskMessage;

/// <summary>Internal note and status: the client closed the chat. <paramref name="Text"/> is what the bot's author wrote for the agent.</summary>
internal sealed record ClientLeftNote(string? Text) : HelpdeskMessage;

/// <summary>Internal note and status: the chat was closed because nobody had written for a long time.</summary>
internal sealed record IdleCloseNote : HelpdeskMessage;

/// <summary>Internal note: the agent's reply came after the chat had ended.</summary>
internal sealed record LateReplyNote(string Text) : HelpdeskMessage;

/// <summary>Internal note: what the agent wrote will not reach the client, or, where <paramref name="Text"/> is null, the end of the chat won't.</summary>
internal sealed record ReplyNotDelivered(string? Text, string Reason) : HelpdeskMessage;

/// <summary>Internal note: what the agent wrote has not reached the client yet.</summary>
internal sealed record ReplyDelayed(string Reason) : HelpdeskMessage;

/// <summary>Internal note: the helpdesk took the comment without the client's file.</summary>
internal sealed record FileLeftOut(string? Name, string Url) : HelpdeskMessage;

/// <summary>Internal note: a file that the agent attached is not sent to the client.</summary>
internal sealed record FileNotForwarded(string Name, [property: JsonPropertyName("why")] ForwardingRefusal Reason) : HelpdeskMessage;

/// <summary>Why an agent's file is not sent to the client.</summary>
internal enum ForwardingRefusal
{
    /// <summary>The helpdesk found malware in it.</summary>
    Malware,

    /// <summary>It is larger than <c>Bridge:MaxFileBytes</c>.</summary>
    TooLarge,
}
