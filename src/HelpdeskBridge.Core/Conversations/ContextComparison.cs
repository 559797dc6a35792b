namespace HelpdeskBridge.Conversations;

/// <summary>
/// What another hand-over changes in what the bot has given before. With two megabytes to compare it takes a tenth of a second, so it is made
/// before the transaction in which the hand-over is accepted. It counts there only if the conversation still has the same context.
/// </summary>
/// <param name="Before">The context of the conversation.</param>
/// <param name="Move">The message about the changes.</param>
internal sealed record ContextComparison(HandOverContext Before, MoveTicket Move)
{
    public static ContextComparison Create(HandOverContext before, HandOverContext newer) =>
        new(before, MoveTicket.Create(before, before.Merge(newer)));
}
