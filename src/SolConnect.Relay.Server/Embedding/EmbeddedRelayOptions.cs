using System.Net;
using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Server;

/// <summary>How a relay inside the own process is set up.</summary>
public sealed record EmbeddedRelayOptions
{
    /// <summary>The relay's id; see <see cref="RelayServerOptions.Id"/>. Default <c>relay</c>.</summary>
    public string Id { get; init; } = "relay";

    /// <summary>See <see cref="RelayServerOptions.Region"/>. Default empty.</summary>
    public string Region { get; init; } = "";

    /// <summary>The address to listen on. Default the IPv4 loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port; 0 (default) takes a free one at the first start and keeps it over restarts.</summary>
    public int Port { get; init; }

    /// <summary>The path of the WebSocket. Default <c>/relay</c>.</summary>
    public string Path { get; init; } = "/relay";

    /// <summary>Sets everything else; called at every start. Default null: the defaults.</summary>
    public Action<RelayServerOptions>? Configure { get; init; }

    /// <summary>Where the relay logs; not disposed with it. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
