namespace HelpdeskBridge.Messaging;

/// <summary>Starts the pending read of a ticket. Delivery uses it when a write shows that the ticket has changed.</summary>
internal interface ITicketSyncTrigger
{
    /// <summary>Wakes the ticket's sync. The wake-up may be lost; the poller repeats it.</summary>
    void Wake(string helpdesk, string ticketId);
}
