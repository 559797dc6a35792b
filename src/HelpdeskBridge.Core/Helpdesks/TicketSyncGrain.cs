using HelpdeskBridge.Clustering;
using HelpdeskBridge.Messaging;
using Orleans.Concurrency;

namespace HelpdeskBridge.Helpdesks;

/// <summary>One ticket of one helpdesk account. It is read in one place at a time; many wake-ups become one read.</summary>
[Alias("ticket-sync")]
internal interface ITicketSyncGrain : IGrainWithStringKey
{
    /// <summary>
    /// Something happened to the ticket. The call may be lost: the pending read stays in the store, and the poller repeats the call.
    /// </summary>
    [OneWay]
    [AlwaysInterleave]
    [Alias("wake")]
    Task WakeAsync();
}

/// <summary>Holds nothing that may be lost: what there is to read stands in the store.</summary>
[GrainType("ticket-sync")]
internal sealed class TicketSyncGrain(TicketSync sync, GracefulStop stop, ILogger<TicketSyncGrain> log) : Grain, ITicketSyncGrain
{
    private readonly CoalescingLoop _loop = new(log);

    public Task WakeAsync()
    {
        var (helpdesk, ticketId) = TicketSyncKey.Parse(this.GetPrimaryKeyString());
        return _loop.WakeAsync(() => stop.RunAsync(aborting => sync.ReadNextAsync(helpdesk, ticketId, aborting)), stop.Ending);
    }
}

/// <summary>The key of a ticket's grain.</summary>
internal static class TicketSyncKey
{
    public static string Format(string helpdesk, string ticketId) => $"{helpdesk}/{ticketId}";

    public static (string Helpdesk, string TicketId) Parse(string key) =>
        key.Split('/') is [var helpdesk, var ticketId]
            ? (helpdesk, ticketId)
            : throw new FormatException($"'{key}' is not the key of a ticket sync.");
}
