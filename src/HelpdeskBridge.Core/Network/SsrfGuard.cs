using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Network;

/// <summary>An address may not be called.</summary>
/// <param name="reason">Why. It does not contain the address, because that may hold a secret.</param>
internal sealed class ForbiddenAddressException(string reason) : Exception(reason);

/// <summary>Resolves a host name. In tests it stands for a DNS server that gives another address each time.</summary>
internal delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);

/// <summary>
/// Protects against server-side request forgery: connects to an address that comes from outside only if it is allowed. The name is resolved
/// once, and the connection is made to an address that was checked, so a DNS answer that changes in between (DNS rebinding) has no effect.
/// </summary>
internal static class SsrfGuard
{
    /// <summary>Makes a client check each address before it connects.</summary>
    /// <param name="client">The client.</param>
    /// <param name="timeout">How long it may take to connect.</param>
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

                // A proxy would resolve the name itself, without these checks.
                UseProxy = false,

                // Trace ids are not sent to unknown hosts (OutgoingCallHandler).
                ActivityHeadersPropagator = null,
            };
        });

    /// <summary>Selects the addresses of a host to which a connection may be made.</summary>
    /// <exception cref="ForbiddenAddressException">The host has addresses, but none of them is allowed.</exception>
    public static IPAddress[] GetAllowed(NetworkRules network, string host, IPAddress[] addresses)
    {
        IPAddress[] allowed = [.. addresses.Where(address => network.CheckConnect(host, address) is null)];
        return allowed.Length > 0 || addresses.Length == 0
            ? allowed
            : throw new ForbiddenAddressException($"not public ({network.CheckConnect(host, addresses[0])})");
    }

    private static async ValueTask<Stream> ConnectAsync(
        NetworkRules network, NameResolver resolve, DnsEndPoint target, CancellationToken cancellationToken)
    {
        // Addresses are not resolved: the system's resolver would fail for 0.0.0.0, with another exception.
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken);
        var allowed = GetAllowed(network, target.Host, addresses);
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
