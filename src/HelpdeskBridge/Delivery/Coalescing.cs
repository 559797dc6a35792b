using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;

namespace HelpdeskBridge.Delivery;

/// <summary>Which waiting messages go out as one request.</summary>
internal static class Coalescing
{
    /// <summary>How many waiting messages <see cref="Take"/> wants to see.</summary>
    public const int Window = 2;

    /// <summary>
    /// The head of the lane and what goes with it: a hand-over takes the client's first text along as the ticket's first comment.
    /// A batch that may have been sent already is never put together anew: it must be found, or sent again, as it was.
    /// </summary>
    /// <param name="waiting">The first messages of the lane, in order; not empty.</param>
    public static IReadOnlyList<StoredMessage> Take(IReadOnlyList<StoredMessage> waiting)
    {
        if (waiting[0].State == MessageState.Sending)
            return [.. waiting.TakeWhile(message => message.State == MessageState.Sending)];
        if (waiting is [{ Body: OpenTicket }, { Body: ClientText or ClientFile, State: MessageState.Pending }, ..])
            return [waiting[0], waiting[1]];
        return [waiting[0]];
    }
}
