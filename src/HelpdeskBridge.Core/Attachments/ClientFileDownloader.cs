using System.Net;
using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Time;
using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Attachments;

/// <summary>Fetches one file into the spool, streaming. Faults that may pass get a few quick tries; nobody waits long for a host that is down.</summary>
internal sealed class ClientFileDownloader(ClientFileSpool spool, UntrustedHttpClient outside, IOptions<BridgeOptions> bridge, IOptions<DeliveryOptions> delivery, BridgeClock clock)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)];
    private static readonly TimeSpan TriedFor = TimeSpan.FromSeconds(15);

    /// <summary>A host that sends a byte now and then never stalls, but the conversation's texts wait behind its file.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromMinutes(10);

    /// <returns>Null: the file is in the spool.</returns>
    /// <exception cref="IOException">The spool can't be written; nothing is said about the file.</exception>
    public async Task<ClientFileFault?> RunAsync(string messageId, string url, CancellationToken cancellationToken)
    {
        // Real time, whatever the bridge's clock says: it is spent on sockets.
        var begun = TimeProvider.System.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var (fault, mayPass) = await TryAsync(messageId, url, cancellationToken);
            if (!mayPass || attempt == Waits.Length || TimeProvider.System.GetElapsedTime(begun) + Waits[attempt] > TriedFor)
                return fault;
            await Task.Delay(Waits[attempt], clock.Time, cancellationToken);
        }
    }

    private async Task<(ClientFileFault? Fault, bool MayPass)> TryAsync(string messageId, string url, CancellationToken cancellationToken)
    {
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        longest.CancelAfter(LongestTry);
        try
        {
            using var response = await outside.GetAsync(url, range: null, longest.Token);
            if (!response.IsSuccessStatusCode)
                return GetFault(response.StatusCode);
            if (response.Content.Headers.ContentLength > bridge.Value.MaxFileBytes)
                return (ClientFileFault.TooLarge, false);
            var length = await spool.WriteAsync(
                messageId, file => response.Content.CopyWithinAsync(file, bridge.Value.MaxFileBytes, delivery.Value.RequestTimeout, longest.Token));
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

    private static (ClientFileFault Fault, bool MayPass) GetFault(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => (ClientFileFault.Gone, false),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (ClientFileFault.AccessRefused, false),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => (ClientFileFault.NotReached, true),
        _ => (ClientFileFault.NotReached, false),
    };
}
