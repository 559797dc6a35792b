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
[JsonDerivedType(typeof(MoveTicket), "moveTicket")]
[JsonDerivedType(typeof(ClientLeft), "clientLeft")]
[JsonDerivedType(typeof(ClientGone), "clientGone")]
[JsonDerivedType(typeof(AgentText), "agentText")]
[JsonDerivedType(typeof(ChatClosed), "chatClosed")]
internal abstract record MessageBody
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [JsonIgnore]
    public abstract Direction Direction { get; }

    public static MessageBody Parse(string json) =>
        JsonSerializer.Deserialize<MessageBody>(json, Json) ?? throw new JsonException("A stored message body is null.");

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

/// <summary>Hand the ticket to the conversation's new destination.</summary>
internal sealed record MoveTicket : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note and status: the client closed the chat. <paramref name="Text"/> is what the bot's author wrote for the agent.</summary>
internal sealed record ClientLeft(string? Text) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>Internal note: the agent's text came too late.</summary>
internal sealed record ClientGone(string Text) : MessageBody
{
    public override Direction Direction => Direction.ToHelpdesk;
}

internal sealed record AgentText(string Text, Employee Agent) : MessageBody
{
    public override Direction Direction => Direction.ToJaicp;
}

internal sealed record ChatClosed(Employee Agent) : MessageBody
{
    public override Direction Direction => Direction.ToJaicp;
}
