using System.Net;
using HelpdeskBridge.Network;
using HelpdeskBridge.Settings;

namespace HelpdeskBridge.ClientFiles;

/// <summary>Fetches one file into the spool, streaming. Faults that may pass get a few quick tries; nobody waits long for a host that is down.</summary>
internal sealed class FileFetch(FileSpool spool, OutsideClient outside, BridgeSettings settings, BridgeClock clock)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10)];
    private static readonly TimeSpan TriedFor = TimeSpan.FromSeconds(15);

    /// <summary>A host that sends a byte now and then never stalls, but the conversation's texts wait behind its file.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromMinutes(10);

    /// <returns>Null: the file is in the spool.</returns>
    /// <exception cref="IOException">The spool can't be written; nothing is said about the file.</exception>
    public async Task<FileFault?> RunAsync(string messageId, string url, CancellationToken cancellation)
    {
        // Real time, whatever the bridge's clock says: it is spent on sockets.
        var begun = TimeProvider.System.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var (fault, mayPass) = await TryAsync(messageId, url, cancellation);
            if (!mayPass || attempt == Waits.Length || TimeProvider.System.GetElapsedTime(begun) + Waits[attempt] > TriedFor)
                return fault;
            await Task.Delay(Waits[attempt], clock.Time, cancellation);
        }
    }

    private async Task<(FileFault? Fault, bool MayPass)> TryAsync(string messageId, string url, CancellationToken cancellation)
    {
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        longest.CancelAfter(LongestTry);
        try
        {
            using var response = await outside.GetAsync(url, range: null, longest.Token);
            if (!response.IsSuccessStatusCode)
                return FaultOf(response.StatusCode);
            if (response.Content.Headers.ContentLength > settings.Bridge.MaxFileBytes)
                return (FileFault.TooLarge, false);
            var length = await spool.WriteAsync(
                messageId, file => response.Content.CopyWithinAsync(file, settings.Bridge.MaxFileBytes, settings.Delivery.RequestTimeout, longest.Token));
            return (length is null ? FileFault.TooLarge : length == 0 ? FileFault.Empty : null, false);
        }
        catch (ForbiddenAddressException)
        {
            return (FileFault.Forbidden, false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return (FileFault.NotReached, true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (FileFault.NotReached, false);
        }
    }

    private static (FileFault Fault, bool MayPass) FaultOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => (FileFault.Gone, false),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (FileFault.AccessRefused, false),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => (FileFault.NotReached, true),
        _ => (FileFault.NotReached, false),
    };
}
