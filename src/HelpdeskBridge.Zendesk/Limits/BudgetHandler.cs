using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>Sends a request when the account's budget has a place for it, and tells the budget what the answer says. Stands before the time-out.</summary>
internal sealed class BudgetHandler(string helpdesk, IGrainFactory grains, BridgeClock clock) : DelegatingHandler
{
    /// <summary>The list of groups is not among them: it decides where a chat goes.</summary>
    private static readonly string[] Availability = ["/api/v2/account_groups/", "/api/v2/agent_availabilities", "/api/v2/group_memberships", "/api/v2/business_hours/"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var account = grains.GetGrain<IAccountGrain>(helpdesk);
        var kind = GetKind(request);
        var (booking, wait) = await account.BookAsync(kind);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock.Time, cancellationToken);

        var wasSent = true;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            foreach (var notice in LimitHeaders.Read(response, kind, clock.Now))
                await account.ObserveAsync(notice);
            return response;
        }
        catch (Exception e) when (ZendeskFailureTable.WasNotSent(e))
        {
            wasSent = false;
            throw;
        }
        finally
        {
            await account.SettleAsync(booking, wasSent);
        }
    }

    public static RequestKind GetKind(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/tickets/show_many", StringComparison.Ordinal) || path.StartsWith("/api/v2/incremental/", StringComparison.Ordinal))
            return RequestKind.Sweep;
        if (Availability.Any(start => path.StartsWith(start, StringComparison.Ordinal)))
            return RequestKind.Availability;
        if (!path.StartsWith("/api/v2/tickets", StringComparison.Ordinal))
            return RequestKind.Other;
        return request.Method == HttpMethod.Post ? RequestKind.CreateTicket : request.Method == HttpMethod.Put ? RequestKind.UpdateTicket : RequestKind.Other;
    }
}
