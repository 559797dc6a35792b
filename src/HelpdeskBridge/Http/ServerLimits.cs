using HelpdeskBridge.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HelpdeskBridge.Http;

/// <summary>
/// Limits what a connection may cost before anything is known about its caller. The framework's own settings section Kestrel:Limits
/// overrides these values.
/// </summary>
internal static class ServerLimits
{
    /// <summary>Bytes of a connection that were received or written but not processed yet. The framework's default is a megabyte.</summary>
    public const int MaxBufferedBytes = 64 * 1024;

    /// <summary>A connection whose request arrives slowly costs some 20 KB. The process is to stay below 300 MB in all.</summary>
    public const int MaxConnections = 3000;

    public const int MaxConnectionsPerAddress = 2500;

    public static void Apply(KestrelServerLimits limits, BridgeOptions options)
    {
        // RequestBodyReader applies the setting exactly. Kestrel counts the bytes on the wire, which include the chunks' sizes.
        limits.MaxRequestBodySize = (2L * options.MaxBodyBytes) + (64 * 1024);

        limits.MaxRequestBufferSize = MaxBufferedBytes;

        // Enough for the headers of a proxy and a browser, with the cookies of a whole domain.
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;

        // The longest link to a file has a signed token and a name of 255 characters, percent-encoded.
        limits.MaxRequestLineSize = 8 * 1024;

        // Against slow-loris attacks: headers must come soon, and bodies at least at the speed of a modem.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));

        limits.MaxConcurrentConnections = MaxConnections;
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = 8 * 1024;
    }
}
