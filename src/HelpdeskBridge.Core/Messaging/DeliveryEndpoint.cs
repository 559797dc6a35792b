using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Messaging;

/// <summary>
/// Where messages are sent: a helpdesk account, or the JAICP webhook of a channel. A slow or unavailable endpoint does not delay the others.
/// </summary>
[GenerateSerializer, Immutable, Alias("delivery-endpoint")]
internal readonly record struct DeliveryEndpoint([property: Id(0)] Direction Direction, [property: Id(1)] string Name)
{
    public static DeliveryEndpoint From(Conversation conversation, Direction direction) =>
        direction == Direction.ToHelpdesk ? Helpdesk(conversation.Helpdesk) : Channel(conversation.Client.Channel);

    public static DeliveryEndpoint Helpdesk(string name) => new(Direction.ToHelpdesk, name);

    public static DeliveryEndpoint Channel(string name) => new(Direction.ToJaicp, name);
}
