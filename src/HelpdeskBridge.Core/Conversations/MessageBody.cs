using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpdeskBridge.Conversations;

/// <summary>The direction of a message.</summary>
internal enum Direction
{
    ToHelpdesk,
    ToJaicp,
}

/// <summary>
/// The content of a message, independent of the receiver's API. It is stored as JSON, together with the kind that is named here. Some kinds
/// are older than the names of the types. They stay, because existing stores contain them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OpenTicket), "openTicket")]
[JsonDerivedType(typeof(ClientText), "clientText")]
[JsonDerivedType(typeof(ClientFile), "clientFile")]
[JsonDerivedType(typeof(TranscriptNote), "transcript")]
[JsonDerivedType(typeof(ContextNote), "contextNote")]
[JsonDerivedType(typeof(MoveTicket), "moveTicket")]
[JsonDerivedType(typeof(ReopenTicket), "reopenTicket")]
[JsonDerivedType(typeof(ClientLeftNote), "clientLeft")]
[JsonDerivedType(typeof(LateReplyNote), "clientGone")]
[JsonDerivedType(typeof(IdleCloseNote), "idleEnd")]
[JsonDerivedType(typeof(ReturnedNote), "returned")]
[JsonDerivedType(typeof(EscalateTicket), "escalateTicket")]
[JsonDerivedType(typeof(ReplyNotDelivered), "replyNotDelivered")]
[JsonDerivedType(typeof(ReplyDelayed), "replyDelayed")]
[JsonDerivedType(typeof(FileLeftOut), "fileLeftOut")]
[JsonDerivedType(typeof(FileNotForwarded), "fileNotForwarded")]
[JsonDerivedType(typeof(CommentNotForwarded), "commentNotForwarded")]
[JsonDerivedType(typeof(RatingNote), "rating")]
[JsonDerivedType(typeof(TicketFieldValues), "ticketFields")]
[JsonDerivedType(typeof(RequesterNote), "requester")]
[JsonDerivedType(typeof(AgentText), "agentText")]
[JsonDerivedType(typeof(AgentFile), "agentFile")]
[JsonDerivedType(typeof(ChatClosed), "chatClosed")]
[JsonDerivedType(typeof(ClientNotice), "clientNotice")]
internal abstract record MessageBody
{
    /// <summary>A body without a required member is refused when it is read. Otherwise it would fail later, where that member is used.</summary>
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

    /// <summary>The direction. It is fixed by the type: a message is either for the helpdesk or for JAICP.</summary>
    [JsonIgnore]
    public abstract Direction Direction { get; }

    /// <summary>The kind of message, as the admin page and the log show it.</summary>
    [JsonIgnore]
    public string Kind => Kinds.GetValueOrDefault(GetType(), "Unreadable");

    /// <summary>
    /// Reads a stored body. A body that can't be read, for example because another version wrote it, must not block its queue. Therefore it gives
    /// a message that fails when it is sent.
    /// </summary>
    public static MessageBody Parse(string json, Direction direction)
    {
        try
        {
            if (JsonSerializer.Deserialize<MessageBody>(json, Json) is { } body)
                return body;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The unreadable message below stands for it.
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

    /// <summary>
    /// Whether it carries a chat on that an agent ends at the same moment. Words and files of the client and a new hand-over do; notes don't.
    /// </summary>
    [JsonIgnore]
    public virtual bool CarriesChatOn => false;
}

/// <summary>A message for JAICP.</summary>
internal abstract record JaicpMessage : MessageBody
{
    public sealed override Direction Direction => Direction.ToJaicp;
}

/// <summary>Stands for a stored body that can't be read. It is never stored itself.</summary>
internal sealed record UnreadableHelpdeskMessage : HelpdeskMessage;

/// <summary>Stands for a stored body that can't be read. It is never stored itself.</summary>
internal sealed record UnreadableJaicpMessage : JaicpMessage;
