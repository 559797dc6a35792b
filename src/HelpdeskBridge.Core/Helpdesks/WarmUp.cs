using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Helpdesks;

/// <summary>Asks each helpdesk for its groups, who is there and the channels' hours at start, so that neither the first chat nor the first getDestinations pays for signing in.</summary>
internal sealed class WarmUp(ChannelRegistry channels, DestinationDirectory directory) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(channels.Names.Select(directory.ListAsync));
}
