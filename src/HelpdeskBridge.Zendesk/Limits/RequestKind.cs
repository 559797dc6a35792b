namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>Kinds of requests that have limits of their own.</summary>
internal enum RequestKind
{
    /// <summary>Only the limit of the whole account holds.</summary>
    Other,

    CreateTicket,

    UpdateTicket,

    /// <summary>Looks for changes whose webhook was lost. It may wait, and takes at most a fifth of the budget.</summary>
    Sweep,

    /// <summary>
    /// Asks who is online, or for business hours. It may wait, and takes at most a tenth of the budget, so that sweeps don't wait for it.
    /// </summary>
    Availability,

    /// <summary>Reads what was set up in the account. Nothing waits for it, so it takes at most a tenth of the budget.</summary>
    Setup,
}

internal static class RequestKinds
{
    /// <summary>The list of groups is not among these, because a chat that is handed over may wait for it.</summary>
    private static readonly string[] AvailabilityPaths =
        ["/api/v2/account_groups/", "/api/v2/agent_availabilities", "/api/v2/group_memberships", "/api/v2/business_hours/"];

    private static readonly string[] SetupPaths = ["/api/v2/webhooks", "/api/v2/triggers", "/api/v2/ticket_fields"];

    public static RequestKind Get(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/tickets/show_many", StringComparison.Ordinal) || path.StartsWith("/api/v2/incremental/", StringComparison.Ordinal))
            return RequestKind.Sweep;
        if (AvailabilityPaths.Any(start => path.StartsWith(start, StringComparison.Ordinal)))
            return RequestKind.Availability;
        if (request.Method == HttpMethod.Get && SetupPaths.Any(start => path.StartsWith(start, StringComparison.Ordinal)))
            return RequestKind.Setup;
        if (!path.StartsWith("/api/v2/tickets", StringComparison.Ordinal))
            return RequestKind.Other;
        if (request.Method == HttpMethod.Post)
            return RequestKind.CreateTicket;
        return request.Method == HttpMethod.Put ? RequestKind.UpdateTicket : RequestKind.Other;
    }
}
