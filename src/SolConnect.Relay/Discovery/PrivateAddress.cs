using System.Net;
using System.Net.Sockets;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// Addresses that are not of the public Internet (IANA's special-purpose registries, RFC 6890): where a list from outside
/// must not lead a client.
/// </summary>
internal static class PrivateAddress
{
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    public static bool Is(IPAddress address)
    {
        var real = Carried(address) ?? address;
        return Networks.Any(network => network.Contains(real));
    }

    // Three ways in which an IPv6 address leads to an IPv4 one: mapped, NAT64 (RFC 6052) and 6to4 (RFC 3056).
    private static IPAddress? Carried(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..] => new(bytes.AsSpan(12)),
            [0x20, 0x02, ..] => new(bytes.AsSpan(2, 4)),
            _ => null,
        };
    }
}
