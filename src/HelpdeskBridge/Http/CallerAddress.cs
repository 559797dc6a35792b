using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Http;

/// <summary>
/// The address under which a caller's calls are counted: that of its connection, or the one given by a trusted proxy
/// (Network:TrustedProxies). An IPv6 network of 64 bits counts as one caller, because one subscriber usually has all its addresses.
/// </summary>
internal static class CallerAddress
{
    private const int NetworkBytes = 8;

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
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
