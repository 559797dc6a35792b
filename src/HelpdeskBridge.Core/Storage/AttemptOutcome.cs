namespace HelpdeskBridge.Storage;

/// <summary>
/// The names of attempts' outcomes in the store and in the timeline. Some are older than the names in the code; they stay, because existing stores
/// contain them.
/// </summary>
internal static class AttemptOutcome
{
    public const string Delivered = "Delivered";
    public const string Retry = "Retry";
    public const string TicketOver = "TicketOver";
    public const string TicketMerged = "TicketMerged";
    public const string TicketFound = "TicketFound";

    /// <summary>The answer was lost, and the request may have been taken.</summary>
    public const string Unknown = "Unsure";

    /// <summary>The attempt only asked whether an earlier one, whose answer was lost, had arrived. It got no answer and wrote nothing.</summary>
    public const string LookupFailed = "Asked";

    /// <summary>An earlier attempt, whose answer was lost, was looked up and not found. It may still arrive, so nothing was written.</summary>
    public const string NotFoundYet = "NotFoundYet";

    /// <summary>There was no reason any more to send it.</summary>
    public const string Dropped = "Dropped";

    public const string Failed = "Dead";
}
