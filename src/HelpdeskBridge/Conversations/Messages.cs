using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Conversations;

internal enum Direction
{
    ToHelpdesk,
    ToJaicp,
}

/// <summary>What is to be sent to one side. Stored as JSON with its kind; the wire form is made by the side's own folder.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OpenTicket), "openTicket")]
[JsonDerivedType(typeof(ClientText), "clientText")]
[JsonDerivedType(typeof(ClientFile), "clientFile")]
[JsonDerivedType(typeof(ContextNote), "contextNote")]
[JsonDerivedType(typeof(MoveTicket), "moveTicket")]
[JsonDerivedType(typeof(ReopenTicket), "reopenTicket")]
[JsonDerivedType(typeof(ClientLeft), "clientLeft")]
[JsonDerivedType(typeof(ClientGone), "clientGone")]
[JsonDerivedType(typeof(IdleEnd), "idleEnd")]
[JsonDerivedType(typeof(ReplyNotDelivered), "replyNotDelivered")]
[JsonDerivedType(typeof(ReplyDelayed), "replyDelayed")]
[JsonDerivedType(typeof(FileLeftOut), "fileLeftOut")]
[JsonDerivedType(typeof(FileNotForwarded), "fileNotForwarded")]
[JsonDerivedType(typeof(AgentText), "agentText")]
[JsonDerivedType(typeof(AgentFile), "agentFile")]
[JsonDerivedType(typeof(ChatClosed), "chatClosed")]
[JsonDerivedType(typeof(ClientNotice), "clientNotice")]
internal abstract record MessageBody
{
    /// <summary>A body without its text is none: it would stop its lane wherever the text is used.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [JsonIgnore]
    public abstract Direction Direction { get; }

    /// <summary>Reads a stored body; one that can't be read, perhaps of another version, is <see cref="UnreadableBody"/>, so that it holds up nothing.</summary>
    public static MessageBody Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MessageBody>(json, Json) ?? new UnreadableBody();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return new UnreadableBody();
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Open the ticket at the conversation's destination; a client text right behind it becomes the first comment.</summary>
internal sealed record OpenTicket : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

internal sealed record ClientText(string Text) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

internal sealed record ClientFile(string Url, string? Name, long? Size) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>A client's file that was just accepted.</summary>
internal readonly record struct ArrivingFile(string MessageId, ClientFile File);

/// <summary>Internal note: what the bot told the agent about the client, as JSON.</summary>
internal sealed record ContextNote(string? Attributes, string? CustomData) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Hand the ticket to the conversation's new destination, with what the bot tells differently about the client.</summary>
/// <param name="Attributes">For the agent.</param>
/// <param name="CustomData">For the agent.</param>
/// <param name="Hidden">Names of hidden attributes that changed: not for the agent, but perhaps for a field of the ticket.</param>
internal sealed record MoveTicket(
    IReadOnlyList<ContextChange>? Attributes = null, IReadOnlyList<ContextChange>? CustomData = null, IReadOnlyList<string>? Hidden = null) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;

    public static MoveTicket Of(HandOverContext before, HandOverContext after) => new(
        ContextChange.Between(before.Attributes, after.Attributes),
        ContextChange.Between(before.CustomData, after.CustomData),
        [.. ContextChange.Between(before.HiddenAttributes, after.HiddenAttributes).Select(change => change.Name)]);
}

/// <summary>Set the ticket open again: a client's text came into it just after an agent had solved it.</summary>
internal sealed record ReopenTicket : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note and status: the client closed the chat. <paramref name="Text"/> is what the bot's author wrote for the agent.</summary>
internal sealed record ClientLeft(string? Text) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note and status: the chat was closed because nobody had written for long.</summary>
internal sealed record IdleEnd : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note: the agent's text came too late.</summary>
internal sealed record ClientGone(string Text) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note: what the agent wrote, or the end of the chat where <paramref name="Text"/> is null, will not reach the client.</summary>
internal sealed record ReplyNotDelivered(string? Text, string Reason) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note: what the agent wrote has not reached the client yet.</summary>
internal sealed record ReplyDelayed(string Reason) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note: the helpdesk took the comment without the client's file.</summary>
internal sealed record FileLeftOut(string? Name, string Url) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note: a file the agent attached is not sent to the client.</summary>
internal sealed record FileNotForwarded(string Name, WhyNotForwarded Why) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Why a file is not sent to the client.</summary>
internal enum WhyNotForwarded
{
    Malware,

    TooLarge,
}

internal sealed record AgentText(string Text, Employee Agent) : MessageBody
{
    public override Direction Direction => Direction.ToJaicp;
}

/// <summary>A file of an agent. It stays in the helpdesk; the client gets a link of ours, behind which it is fetched from there.</summary>
internal sealed record AgentFile(AttachedFile File, Employee Agent) : MessageBody
{
    public override Direction Direction => Direction.ToJaicp;
}

/// <summary>A file in the helpdesk, with what it takes to fetch it later. Only name and size are for the client.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Url">Where it is; perhaps with a secret in it, and perhaps only for those who sign in.</param>
/// <param name="Name">As the agent named it.</param>
/// <param name="ContentType">What the helpdesk takes it for.</param>
/// <param name="Size">In bytes, where the helpdesk says so.</param>
internal sealed record AttachedFile(string Id, string Url, string Name, string? ContentType, long? Size);

internal sealed record ChatClosed(Employee Agent) : MessageBody
{
    public override Direction Direction => Direction.ToJaicp;
}

/// <summary>The bridge itself tells the client something, in the words of the text catalogue.</summary>
/// <param name="Notice">What.</param>
/// <param name="Speaker">As whom: the channel's system employee.</param>
/// <param name="About">Name of the agent or file it is about, where it is about one.</param>
internal sealed record ClientNotice(Notice Notice, Employee Speaker, string? About = null) : MessageBody
{
    public override Direction Direction => Direction.ToJaicp;
}

/// <summary>What the bridge tells a client; each is a text of the same name in the catalogue.</summary>
internal enum Notice
{
    /// <summary>A message of theirs did not reach an agent.</summary>
    MessageNotDelivered,

    /// <summary>A file of theirs did not reach an agent.</summary>
    FileNotDelivered,

    /// <summary>An agent takes care of the chat or answers, the first one.</summary>
    AgentJoined,

    /// <summary>Another agent took over.</summary>
    AgentChanged,

    /// <summary>No agent has answered yet.</summary>
    Waiting,

    /// <summary>The agents ended the chat.</summary>
    ChatClosed,

    /// <summary>The chat was closed because nobody had written for long.</summary>
    IdleClosed,

    /// <summary>Nobody is there: the channel is outside its business hours.</summary>
    Offline,
}

/// <summary>Stands for a stored body that can't be read. Never stored itself.</summary>
internal sealed record UnreadableBody : MessageBody
{
    public override Direction Direction => throw new NotSupportedException("The row has the direction.");
}
