using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Http;

/// <summary>
/// As whom a caller is counted: by the address of its connection, or the one a trusted proxy (Network:TrustedProxies) gives. Somebody
/// with IPv6 has a whole /64 at hand, so that counts as one.
/// </summary>
internal static class CallerAddress
{
    private const int BytesOfNetwork = 8;

    public static string Get(HttpContext http) => Get(http.Connection.RemoteIpAddress);

    public static string Get(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(BytesOfNetwork).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
