using SolConnect.Relay.Connections;
using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.Failover;

/// <summary>What all sessions of one transport have in common.</summary>
internal sealed record SharedParts(
    RelayOptions Options, RelayList Relays, ProducerId Producer, SessionClock Clock, IWebSocketDialer Dialer, RelayRanking Ranking,
    TransportStatus Status, SessionReporter Reporter);
