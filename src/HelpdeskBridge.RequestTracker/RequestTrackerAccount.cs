using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.RequestTracker.Limits;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.RequestTracker;

/// <summary>What belongs to an account as a whole: its address, its settings, and its state as far as it is known without a request.</summary>
internal sealed class RequestTrackerAccount(string name, IServiceProvider services, IOptionsMonitor<HelpdeskOptions> options)
{
    /// <summary>A request goes on in Request Tracker after its connection is gone. 25 MB took 9 seconds on a busy machine.</summary>
    private static readonly TimeSpan DefaultLateWriteWindow = TimeSpan.FromSeconds(15);

    public TimeSpan LateWriteWindow => options.Get(name).LateWriteWindow ?? DefaultLateWriteWindow;

    /// <summary>The page of a ticket in the agents' web interface.</summary>
    public string GetTicketUrl(string ticketId) =>
        $"{options.Get(name).BaseUrl.TrimEnd('/')}/Ticket/Display.html?id={Uri.EscapeDataString(ticketId)}";

    public AccountStatus GetStatus()
    {
        var limits = services.GetRequiredKeyedService<RequestLimits>(name);
        var credentials = options.Get(name).ApiToken is { Email.Length: > 0 } ? "user and password" : "authentication token";
        return new AccountStatus(limits.GetUse(), limits.CircuitBreaker.CircuitState, credentials, null);
    }
}
