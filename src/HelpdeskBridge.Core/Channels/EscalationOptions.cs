namespace HelpdeskBridge.Channels;

/// <summary>What happens to a ticket that no agent has answered for some time. At least one setting beside the time is needed.</summary>
public sealed class EscalationOptions
{
    /// <summary>
    /// The time since the hand-over, or since the client carried the chat on after its end. Within <c>Hours</c>, where the channel has some. The
    /// first public answer of an agent and the end of the chat cancel everything that is not done by then.
    /// </summary>
    /// <value>Required; has no default.</value>
    public TimeSpan After { get; set; }

    /// <summary>The id of the group that gets the ticket.</summary>
    /// <value>The ticket stays in its group when absent.</value>
    public string? Group { get; set; }

    /// <summary>The new priority: low, normal, high or urgent; for Request Tracker, a number.</summary>
    /// <value>The priority stays when absent.</value>
    public string? Priority { get; set; }

    /// <summary>
    /// A tag that is added to the ticket. Request Tracker has no tags: there it is a custom field and its new value, such as "Escalated=yes".
    /// </summary>
    /// <value>None by default.</value>
    public string? Tag { get; set; }

    /// <summary>
    /// The internal note, with the placeholders <c>{minutes}</c>, <c>{userName}</c>, <c>{userId}</c> and <c>{channel}</c>. An empty one is not
    /// written.
    /// </summary>
    /// <value>The text <c>Escalated</c> when absent.</value>
    public string? Note { get; set; }
}
