using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Sockets;

namespace SolConnect.Relay.Server;

/// <summary>An input on its way to the hub, with what the loop has to do around it.</summary>
internal readonly record struct LoopInput(
    HubInput Input, RelayConnection? Connection = null, Received Message = default)
{
    public static LoopInput Open(RelayConnection connection) =>
        new(HubInput.Open(connection.Number, connection.Access), connection);

    public static LoopInput Received(
        RelayConnection connection, Received message, IReadOnlyCollection<DeniedTopic>? denied) =>
        new(HubInput.Received(connection.Number, message.Memory, denied), connection, message);

    public static LoopInput Written(RelayConnection connection, WireBuffer buffer) =>
        new(HubInput.Written(connection.Number, buffer));

    public static LoopInput Closed(RelayConnection connection) => new(HubInput.Closed(connection.Number), connection);
}
