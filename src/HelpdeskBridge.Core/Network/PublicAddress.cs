using System.Net;
using System.Net.Sockets;

namespace HelpdeskBridge.Network;

/// <summary>
/// Tells whether an address is a public unicast address. The table holds the IANA special-purpose registries (RFC 6890 and its updates), and
/// public addresses that cloud providers use internally. Addresses that contain another address (mapped, 6to4, NAT64, Teredo) are not public.
/// </summary>
internal static class PublicAddress
{
    private static readonly (IPNetwork Range, string Why)[] NotPublic =
    [
        .. CreateRanges("unspecified", "0.0.0.0/32", "::/128"),
        .. CreateRanges("this network", "0.0.0.0/8"),
        .. CreateRanges("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
        .. CreateRanges("shared (carrier-grade NAT)", "100.64.0.0/10"),
        .. CreateRanges("loopback", "127.0.0.0/8", "::1/128"),
        .. CreateRanges("link-local", "169.254.0.0/16", "fe80::/10"),
        .. CreateRanges("site-local", "fec0::/10"),
        .. CreateRanges("for protocols", "192.0.0.0/24", "2001::/23"),
        .. CreateRanges("for documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
        .. CreateRanges("for benchmarks", "198.18.0.0/15", "2001:2::/48"),
        .. CreateRanges("a cloud's metadata", "168.63.129.16/32"),
        .. CreateRanges("6to4", "192.88.99.0/24", "2002::/16"),
        .. CreateRanges("multicast", "224.0.0.0/4", "ff00::/8"),
        .. CreateRanges("broadcast", "255.255.255.255/32"),
        .. CreateRanges("reserved", "240.0.0.0/4"),
        .. CreateRanges("an IPv4 address inside", "::/96", "::ffff:0:0:0/96"),
        .. CreateRanges("NAT64", "64:ff9b::/96", "64:ff9b:1::/48"),
    ];

    /// <summary>All IPv6 addresses that are assigned for global unicast (iana.org, ipv6-address-space).</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <returns>Why the address is not public; null when it is.</returns>
    public static string? Validate(IPAddress address)
    {
        // This is checked first, because the ranges compare a mapped address by the IPv4 address that it contains.
        if (address.IsIPv4MappedToIPv6)
            return "an IPv4 address inside";
        return Array.Find(NotPublic, entry => entry.Range.Contains(address)).Why
            ?? (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address) ? null : "reserved");
    }

    private static IEnumerable<(IPNetwork Range, string Why)> CreateRanges(string why, params string[] ranges) =>
        ranges.Select(range => (IPNetwork.Parse(range), why));
}
