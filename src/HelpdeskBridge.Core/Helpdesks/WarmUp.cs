using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Reads each helpdesk's groups, their availability and the channels' hours at start. So neither the first chat nor the first
/// getDestinations has to wait for the sign-in at the helpdesk.
/// </summary>
internal sealed class WarmUp(ChannelRegistry channels, DestinationDirectory directory) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(channels.Names.Select(directory.ListAsync));
}
