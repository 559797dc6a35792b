using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Limits;
using HelpdeskBridge.Zendesk.SignIn;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Zendesk;

/// <summary>What belongs to an account as a whole: its address, its settings, and its state as far as it is known without a request.</summary>
internal sealed class ZendeskAccount(
    string name, IServiceProvider services, IOptionsMonitor<HelpdeskOptions> options, IGrainFactory grains, CircuitBreakers breakers)
{
    /// <summary>Longer than a proxy or Zendesk itself is expected to hold a request. Zendesk documents no limit.</summary>
    private static readonly TimeSpan DefaultLateWriteWindow = TimeSpan.FromSeconds(90);

    public TimeSpan LateWriteWindow => options.Get(name).LateWriteWindow ?? DefaultLateWriteWindow;

    /// <summary>The page of a ticket in the agents' workspace.</summary>
    public string GetTicketUrl(string ticketId) => $"{options.Get(name).BaseUrl.TrimEnd('/')}/agent/tickets/{Uri.EscapeDataString(ticketId)}";

    public async Task<AccountStatus> GetStatusAsync()
    {
        var (lastMinute, waiting, perMinute) = await grains.GetGrain<IAccountGrain>(name).GetUseAsync();
        var (credentials, renewsAt) = services.GetRequiredKeyedService<ZendeskCredentials>(name).GetStatus();
        return new AccountStatus(new BudgetUse(lastMinute, waiting, perMinute), breakers.FindState(name), credentials, renewsAt);
    }
}
