using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace HelpdeskBridge.Clustering;

/// <summary>The address under which the other processes reach this one.</summary>
internal static class ClusterAddress
{
    /// <param name="advertise"><see cref="ClusterOptions.Advertise"/>.</param>
    /// <exception cref="SocketException">There is no such host.</exception>
    public static IPAddress Find(string? advertise)
    {
        if (string.IsNullOrWhiteSpace(advertise))
            return FindPrivate(ListLocal());
        if (IPAddress.TryParse(advertise, out var address))
            return address;
        var addresses = Dns.GetHostAddresses(advertise);
        return Array.Find(addresses, found => found.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    /// <summary>Where to listen: on the advertised address alone, if this machine has it.</summary>
    public static IPAddress GetListening(IPAddress advertised) => ListLocal().Contains(advertised) ? advertised : IPAddress.Any;

    /// <summary>The first private IPv4 address (RFC 1918), else the first that is not loopback, else loopback.</summary>
    internal static IPAddress FindPrivate(IReadOnlyList<IPAddress> local)
    {
        var candidates = local.Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)).ToList();
        return candidates.Find(IsPrivate) ?? candidates.FirstOrDefault() ?? IPAddress.Loopback;
    }

    private static List<IPAddress> ListLocal() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address),
    ];

    private static bool IsPrivate(IPAddress address) => address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];
}
