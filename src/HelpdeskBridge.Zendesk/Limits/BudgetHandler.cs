using HelpdeskBridge.Time;
using HelpdeskBridge.Zendesk.Api;
using Polly.RateLimiting;

namespace HelpdeskBridge.Zendesk.Limits;

/// <summary>
/// Delays a request until the account's budget has a place for it, and reports to the budget what the response says about limits. It stands
/// before the timeout in the pipeline, so that the delay does not count as a slow response.
/// </summary>
internal sealed class BudgetHandler(string helpdesk, IAccountBudgets budgets, BridgeClock clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var kind = RequestKinds.Get(request);
        var (booking, delay) = await budgets.BookAsync(helpdesk, kind);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock.Time, cancellationToken);

        var wasSent = true;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            foreach (var notice in LimitHeaders.Read(response, kind, clock.Now))
                await budgets.ObserveAsync(helpdesk, notice);
            return response;
        }
        catch (Exception e) when (e is RateLimiterRejectedException || ZendeskFailureTable.IsConnectionFailure(e))
        {
            wasSent = false;
            throw;
        }
        finally
        {
            await budgets.SettleAsync(helpdesk, booking, wasSent);
        }
    }
}
