using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Conversations;

/// <summary>The two ways a message can go.</summary>
internal enum Direction
{
    ToHelpdesk,
    ToJaicp,
}

/// <summary>
/// What a message says, apart from how the receiver's API expresses it. It is stored as JSON under the kind that is named here; these
/// names never change, whatever the types are called.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OpenTicket), "openTicket")]
[JsonDerivedType(typeof(ClientText), "clientText")]
[JsonDerivedType(typeof(ClientFile), "clientFile")]
[JsonDerivedType(typeof(ContextNote), "contextNote")]
[JsonDerivedType(typeof(MoveTicket), "moveTicket")]
[JsonDerivedType(typeof(ReopenTicket), "reopenTicket")]
[JsonDerivedType(typeof(ClientLeftNote), "clientLeft")]
[JsonDerivedType(typeof(LateReplyNote), "clientGone")]
[JsonDerivedType(typeof(IdleCloseNote), "idleEnd")]
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
    /// <summary>A body that lacks a required member is refused here, or it would fail later, wherever that member is used.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly FrozenDictionary<Type, string> Kinds = typeof(MessageBody).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(derived => derived.DerivedType, derived => ToPascalCase((string)derived.TypeDiscriminator!));

    private protected MessageBody()
    {
    }

    /// <summary>Fixed by the type: a message is either for the helpdesk or for JAICP.</summary>
    [JsonIgnore]
    public abstract Direction Direction { get; }

    /// <summary>The name of this kind of message in the store, on the admin page and in the log.</summary>
    [JsonIgnore]
    public string Kind => Kinds.GetValueOrDefault(GetType(), "Unreadable");

    /// <summary>Reads a stored body. One that can't be read, perhaps written by another version, must not block its queue.</summary>
    public static MessageBody Parse(string json, Direction direction)
    {
        try
        {
            if (JsonSerializer.Deserialize<MessageBody>(json, Json) is { } body)
                return body;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Answered below: whoever sends the message sees that it can't be read.
        }

        return direction == Direction.ToHelpdesk ? new UnreadableHelpdeskMessage() : new UnreadableJaicpMessage();
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static string ToPascalCase(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>A message for the helpdesk.</summary>
internal abstract record HelpdeskMessage : MessageBody
{
    public sealed override Direction Direction => Direction.ToHelpdesk;
}

/// <summary>A message for JAICP.</summary>
internal abstract record JaicpMessage : MessageBody
{
    public sealed override Direction Direction => Direction.ToJaicp;
}

/// <summary>Stands for a stored body that can't be read. Never stored itself.</summary>
internal sealed record UnreadableHelpdeskMessage : HelpdeskMessage;

/// <summary>Stands for a stored body that can't be read. Never stored itself.</summary>
internal sealed record UnreadableJaicpMessage : JaicpMessage;
