namespace SolConnect.Relay.Server.Sockets;

/// <summary>What one WebSocket may cost.</summary>
/// <param name="MaxHelloBytes">Bytes in the first message.</param>
/// <param name="MaxMessageBytes">Bytes in every further WebSocket message.</param>
/// <param name="WriteTimeout">How long one write may wait for a peer that does not read.</param>
internal sealed record ConnectionLimits(int MaxHelloBytes, int MaxMessageBytes, TimeSpan WriteTimeout);
