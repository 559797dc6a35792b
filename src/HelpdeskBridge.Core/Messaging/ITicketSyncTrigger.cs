namespace HelpdeskBridge.Messaging;

/// <summary>Has a ticket read that is pending in the store. Delivery needs this where a write shows that the ticket changed.</summary>
internal interface ITicketSyncTrigger
{
    /// <summary>A hint, like any wake-up: it may be lost.</summary>
    void Wake(string helpdesk, string ticketId);
}
