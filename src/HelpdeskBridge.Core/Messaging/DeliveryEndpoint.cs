using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Messaging;

/// <summary>Where messages go: a helpdesk account, or a channel's webhook at JAICP. One that is slow or down delays no other.</summary>
internal readonly record struct DeliveryEndpoint(Direction Direction, string Name)
{
    public static DeliveryEndpoint From(Conversation conversation, Direction direction) =>
        direction == Direction.ToHelpdesk ? Helpdesk(conversation.Helpdesk) : Channel(conversation.Client.Channel);

    public static DeliveryEndpoint Helpdesk(string name) => new(Direction.ToHelpdesk, name);

    public static DeliveryEndpoint Channel(string name) => new(Direction.ToJaicp, name);
}
