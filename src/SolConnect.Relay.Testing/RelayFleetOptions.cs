using Microsoft.Extensions.Logging;
using SolConnect.Relay.Server;

namespace SolConnect.Relay.Testing;

/// <summary>How the relays of a fleet are set up.</summary>
public sealed record RelayFleetOptions
{
    /// <summary>
    /// The clock of the relays, of the faults, and of every transport that is made with the fleet's options. Default
    /// <see cref="TimeProvider.System"/>; a <see cref="VirtualTimeProvider"/> makes timeouts pass in no time.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Sets the options of each relay, such as retention, limits or authentication; called at every start. Default null:
    /// the defaults. The id is set already and must stay.
    /// </summary>
    public Action<RelayServerOptions>? Configure { get; init; }

    /// <summary>Where the relays log; not disposed with them. Default null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
