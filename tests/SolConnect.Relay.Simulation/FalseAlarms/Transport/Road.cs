using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.FalseAlarms.Links;

namespace SolConnect.Relay.Simulation.FalseAlarms.Transport;

/// <summary>
/// Takes packets between the client and one relay: over the access link that all roads share, and a path of its own.
/// </summary>
internal sealed class Road(VirtualTime time, AccessLink access, RelayPath path) : IActor
{
    // The number of an event tells the direction.
    private const int Up = 1;
    private const int Down = 0;

    private const int Halfway = 1;
    private const int Arrived = 2;

    private readonly Stack<Packet> _free = new();

    public Packet Rent() => _free.TryPop(out var packet) ? packet : new();

    public void Send(Packet packet, bool isUp)
    {
        var leaves = isUp ? access.Pass(isUp, time.Now) : path.Pass(isUp, time.Now);
        GoOn(packet, leaves, isUp ? Up : Down, Halfway);
    }

    public void On(in SimEvent happening)
    {
        var packet = (Packet)happening.Subject!;
        if (happening.Code == Halfway)
        {
            var isUp = happening.Number == Up;
            var leaves = isUp ? path.Pass(isUp, time.Now) : access.Pass(isUp, time.Now);
            GoOn(packet, leaves, happening.Number, Arrived);
            return;
        }

        packet.Stream.OnPacket(packet);
        _free.Push(packet);
    }

    private void GoOn(Packet packet, Instant leaves, long direction, int code)
    {
        if (leaves == Instant.Never)
        {
            _free.Push(packet);
            return;
        }

        time.At(leaves, this, code, direction, packet);
    }
}
