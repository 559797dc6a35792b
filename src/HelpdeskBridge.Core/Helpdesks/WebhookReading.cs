namespace HelpdeskBridge.Helpdesks;

/// <summary>What a webhook call means.</summary>
internal abstract record WebhookReading
{
    private WebhookReading()
    {
    }

    /// <param name="TicketId">The ticket that something happened to.</param>
    /// <param name="IsOurs">The ticket carries the bridge's mark, even if the bridge doesn't know its id yet.</param>
    internal sealed record AboutTicket(string TicketId, bool IsOurs) : WebhookReading
    {
        /// <summary>The ticket it was merged into, where that is what happened.</summary>
        public string? MergedInto { get; init; }

        /// <summary>The agent, where all that happened is that this agent wrote a public comment; otherwise null.</summary>
        public string? CommentBy { get; init; }
    }

    /// <summary>Genuine, but about something else.</summary>
    internal sealed record NotAboutTicket : WebhookReading;

    /// <summary>The body can't be understood.</summary>
    internal sealed record Unreadable(string Reason) : WebhookReading;

    /// <summary>The call is not signed, or not by the helpdesk.</summary>
    internal sealed record NotGenuine(string Reason) : WebhookReading;
}
