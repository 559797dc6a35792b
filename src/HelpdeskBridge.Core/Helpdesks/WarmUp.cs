using HelpdeskBridge.Channels;

namespace HelpdeskBridge.Helpdesks;

/// <summary>
/// Reads each helpdesk's groups, their availability and the channels' hours at start. So neither the first chat nor the first
/// getDestinations has to wait for the sign-in at the helpdesk.
/// </summary>
internal sealed partial class WarmUp(ChannelRegistry channels, DestinationDirectory directory, ILogger<WarmUp> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(channels.Names.Select(ListAsync));

    private async Task ListAsync(string channel)
    {
        try
        {
            await directory.ListAsync(channel);
        }
        catch (Exception e)
        {
            // The first caller asks again. A background service that throws would end the process.
            Log.NotListed(log, e, channel);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3009, LogLevel.Warning, "The destinations of channel {Channel} could not be read at start")]
        public static partial void NotListed(ILogger logger, Exception e, string channel);
    }
}
