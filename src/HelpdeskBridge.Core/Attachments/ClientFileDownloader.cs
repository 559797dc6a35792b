using System.Net;
using HelpdeskBridge.Network;
using HelpdeskBridge.Options;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Attachments;

/// <summary>Downloads a client's file into the spool. After a transient fault it retries a few times, but only for some seconds.</summary>
internal sealed class ClientFileDownloader(
    ClientFileSpool spool, UntrustedHttpClient client, IOptions<BridgeOptions> bridge, IOptions<DeliveryOptions> delivery, BridgeClock clock)
{
    private static readonly TimeSpan[] RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)];
    private static readonly TimeSpan MaxRetryTime = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest time for one attempt. A host that sends a byte now and then never times out, but the texts of the conversation wait for its
    /// file.
    /// </summary>
    private static readonly TimeSpan MaxAttemptTime = TimeSpan.FromMinutes(10);

    /// <returns>Why the file can't be downloaded; null when it is in the spool.</returns>
    /// <exception cref="IOException">The spool can't be written. The file itself may be fine.</exception>
    public async Task<ClientFileFault?> DownloadAsync(string messageId, string url, CancellationToken cancellationToken)
    {
        var start = clock.Network.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var (fault, isTransient) = await DownloadOnceAsync(messageId, url, cancellationToken);
            if (!isTransient || attempt == RetryDelays.Length
                || clock.Network.GetElapsedTime(start) + RetryDelays[attempt] > MaxRetryTime)
                return fault;
            await Task.Delay(RetryDelays[attempt], clock.Time, cancellationToken);
        }
    }

    private async Task<(ClientFileFault? Fault, bool IsTransient)> DownloadOnceAsync(
        string messageId, string url, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(MaxAttemptTime, clock.Network);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await client.GetAsync(url, range: null, timeout.Token);
            if (!response.IsSuccessStatusCode)
                return GetFault(response.StatusCode);
            if (response.Content.Headers.ContentLength > bridge.Value.MaxFileBytes)
                return (ClientFileFault.TooLarge, false);
            var length = await spool.WriteAsync(
                messageId,
                file => response.Content.CopyWithinAsync(file, bridge.Value.MaxFileBytes, delivery.Value.RequestTimeout, timeout.Token));
            return (length is null ? ClientFileFault.TooLarge : length == 0 ? ClientFileFault.Empty : null, false);
        }
        catch (ForbiddenAddressException)
        {
            return (ClientFileFault.Forbidden, false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return (ClientFileFault.NotReached, true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (ClientFileFault.NotReached, false);
        }
    }

    private static (ClientFileFault Fault, bool IsTransient) GetFault(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => (ClientFileFault.Gone, false),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (ClientFileFault.AccessRefused, false),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            (ClientFileFault.NotReached, true),
        _ => (ClientFileFault.NotReached, false),
    };
}
