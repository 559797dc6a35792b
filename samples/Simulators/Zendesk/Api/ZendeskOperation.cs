namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>The operations of the Zendesk API, by which rules in <see cref="Faults"/> can select requests.</summary>
public static class ZendeskOperation
{
    public const string IssueToken = "issue token";
    public const string ReadUser = "read user";
    public const string WriteUser = "write user";
    public const string CreateTicket = "create ticket";
    public const string ReadTicket = "read ticket";
    public const string UpdateTicket = "update ticket";
    public const string TagTicket = "tag ticket";
    public const string ReadComments = "read comments";
    public const string ReadGroups = "read groups";
    public const string ReadAvailability = "read availability";
    public const string ReadSchedule = "read schedule";
    public const string ReadWebhooks = "read webhooks";
    public const string WriteWebhook = "write webhook";
    public const string ReadSigningSecret = "read signing secret";
    public const string ReadTriggers = "read triggers";
    public const string WriteTrigger = "write trigger";
    public const string ReadTicketFields = "read ticket fields";
    public const string WriteTicketField = "write ticket field";
    public const string ReadMacros = "read macros";
    public const string WriteMacro = "write macro";
    public const string Upload = "upload";
    public const string Download = "download";

    /// <summary>Whether a request creates or changes a ticket.</summary>
    public static bool IsTicketWrite(FaultyRequest request) => request.Operation is CreateTicket or UpdateTicket or TagTicket;

    /// <summary>Whether a request changes this ticket.</summary>
    public static bool IsWriteTo(FaultyRequest request, long ticketId) => IsTicketWrite(request) && request.ObjectId == ticketId;
}
