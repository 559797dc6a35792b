using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Outbound;

/// <summary>An address that may not be called. Says what it is, never where it leads.</summary>
internal sealed class ForbiddenAddressException(string what) : Exception(what);

/// <summary>What a name leads to: the system's resolver, except in tests of names that lead somewhere else each time.</summary>
internal delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);

/// <summary>
/// Makes connections to addresses that come from outside. A name is resolved here, each address it leads to is checked, and one of the
/// checked ones is dialled: a name that resolves differently a moment later leads nowhere else.
/// </summary>
internal static class SsrfGuard
{
    /// <param name="client">The client.</param>
    /// <param name="timeout">How long making a connection may take.</param>
    public static IHttpClientBuilder ConnectOnlyToAllowedAddresses(this IHttpClientBuilder client, TimeSpan timeout) =>
        client.ConfigurePrimaryHttpMessageHandler(services =>
        {
            var (network, resolve) = (services.GetRequiredService<NetworkRules>(), services.GetRequiredService<NameResolver>());
            return new SocketsHttpHandler
            {
                ConnectCallback = (context, cancellationToken) => ConnectAsync(network, resolve, context.DnsEndPoint, cancellationToken),
                ConnectTimeout = timeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AllowAutoRedirect = false,
                UseCookies = false,

                // A proxy would resolve and dial by itself.
                UseProxy = false,

                // The ids of our own traces are nobody's business outside.
                ActivityHeadersPropagator = null,
            };
        });

    /// <summary>The addresses among those a name led to that may be dialled.</summary>
    /// <exception cref="ForbiddenAddressException">None may.</exception>
    public static IPAddress[] Allowed(NetworkRules network, string host, IPAddress[] found)
    {
        IPAddress[] allowed = [.. found.Where(address => network.CheckConnect(host, address) is null)];
        return allowed.Length > 0 || found.Length == 0 ? allowed : throw new ForbiddenAddressException($"not public ({network.CheckConnect(host, found[0])})");
    }

    private static async ValueTask<Stream> ConnectAsync(NetworkRules network, NameResolver resolve, DnsEndPoint target, CancellationToken cancellationToken)
    {
        // Not through the resolver: it refuses 0.0.0.0 with an error of its own.
        IPAddress[] found = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken);
        var allowed = Allowed(network, target.Host, found);
        if (allowed.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
