using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace HelpdeskBridge.Clustering;

/// <summary>The address under which the other processes reach this one.</summary>
internal static class ClusterAddress
{
    /// <param name="advertise"><see cref="ClusterOptions.Advertise"/>.</param>
    /// <param name="port">The port on which this process listens, which is the one that it advertises unless another is named.</param>
    /// <exception cref="SocketException">There is no such host.</exception>
    public static IPEndPoint Find(string? advertise, int port)
    {
        if (string.IsNullOrWhiteSpace(advertise))
            return new IPEndPoint(FindPrivate(ListLocal()), port);
        var (host, advertisedPort) = Split(advertise);
        return new IPEndPoint(FindAddress(host), advertisedPort ?? port);
    }

    /// <summary>The host and, if one is named, the port.</summary>
    internal static (string Host, int? Port) Split(string advertise)
    {
        // An IPv6 address has colons of its own; with a port, it stands in brackets.
        if (IPAddress.TryParse(advertise, out _) && !advertise.StartsWith('['))
            return (advertise, null);
        var colon = advertise.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(advertise.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? (advertise[..colon], port)
            : (advertise, null);
    }

    /// <summary>Where to listen: on the advertised address alone, if this machine has it.</summary>
    public static IPAddress GetListening(IPAddress advertised) => ListLocal().Contains(advertised) ? advertised : IPAddress.Any;

    /// <summary>The first private IPv4 address (RFC 1918), else the first that is not loopback, else loopback.</summary>
    internal static IPAddress FindPrivate(IReadOnlyList<IPAddress> local)
    {
        var candidates = local.Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)).ToList();
        return candidates.Find(IsPrivate) ?? candidates.FirstOrDefault() ?? IPAddress.Loopback;
    }

    private static IPAddress FindAddress(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return address;
        var addresses = Dns.GetHostAddresses(host);
        return Array.Find(addresses, found => found.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    private static List<IPAddress> ListLocal() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address),
    ];

    private static bool IsPrivate(IPAddress address) => address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];
}
