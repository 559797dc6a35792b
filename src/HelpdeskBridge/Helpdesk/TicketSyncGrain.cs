using HelpdeskBridge.Delivery;
using Orleans.Concurrency;

namespace HelpdeskBridge.Helpdesk;

/// <summary>One ticket of one helpdesk, read in one place at a time; many rings become one reading.</summary>
internal interface ITicketSyncGrain : IGrainWithStringKey
{
    /// <summary>Something happened to the ticket. May be lost: the note in the store stays, and the sweep rings again.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task RingAsync();
}

internal sealed class TicketSyncGrain(TicketSync sync, IHostApplicationLifetime lifetime, ILogger<TicketSyncGrain> log) : Grain, ITicketSyncGrain
{
    private readonly RingLoop _loop = new(log);

    public Task RingAsync()
    {
        var (helpdesk, ticketId) = TicketSyncGrainKey.Parse(this.GetPrimaryKeyString());
        return _loop.RingAsync(() => sync.ReadNextAsync(helpdesk, ticketId, lifetime.ApplicationStopping), lifetime.ApplicationStopping);
    }
}

internal static class TicketSyncGrainKey
{
    public static string Of(string helpdesk, string ticketId) => $"{helpdesk}/{ticketId}";

    public static (string Helpdesk, string TicketId) Parse(string key) =>
        key.Split('/') is [var helpdesk, var ticketId] ? (helpdesk, ticketId) : throw new FormatException($"'{key}' is no ticket key.");
}
