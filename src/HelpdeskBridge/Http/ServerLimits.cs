using HelpdeskBridge.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HelpdeskBridge.Http;

/// <summary>
/// What a connection may cost before anything is known of the caller. The section Kestrel:Limits of the settings, the framework's own,
/// wins over these.
/// </summary>
internal static class ServerLimits
{
    /// <summary>What was sent and not yet read or the other way round; it would be a megabyte for each connection.</summary>
    public const int BytesUnread = 64 * 1024;

    public const int Connections = 3000;
    public const int ConnectionsOfOneAddress = 2500;

    public static void Set(KestrelServerLimits limits, BridgeOptions options)
    {
        // RequestBodyReader keeps to the setting exactly; this one counts what goes over the wire, sizes of chunks included.
        limits.MaxRequestBodySize = (2L * options.MaxBodyBytes) + (64 * 1024);

        limits.MaxRequestBufferSize = BytesUnread;

        // A proxy's and a browser's headers fit, cookies of a whole domain as well.
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;

        // The longest link to a file has a signed token and a name of 255 characters, percent-encoded.
        limits.MaxRequestLineSize = 8 * 1024;

        // Slow-loris: a request's headers come at once or not at all, and a body at least at the speed of a telephone line.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));

        // Each costs some twenty kilobytes while it dribbles: all together a third of what the process may have (300 MB).
        limits.MaxConcurrentConnections = Connections;
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = 8 * 1024;
    }
}
