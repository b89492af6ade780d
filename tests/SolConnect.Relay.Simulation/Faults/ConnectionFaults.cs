using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Faults;

/// <summary>What befalls one open connection: it ends, loudly or not, loses acks, or carries what was never sent.</summary>
internal sealed class ConnectionFaults(World world, SimRandom random, FaultLedger ledger)
{
    /// <summary>A dead connection is noticed at the next ping, at the latest.</summary>
    public static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(25);

    // Until a relay whose acks were lost is given up for its lack of progress, or acknowledges something later.
    private static readonly TimeSpan Unacknowledged = TimeSpan.FromSeconds(6);

    private readonly WireBuffer _scratch = new();

    /// <summary>Returns whether there was a connection.</summary>
    public bool Strike(FaultKind kind)
    {
        if (world.Network.PickOpen(random) is not { } connection)
        {
            return false;
        }

        var until = random.Scaled(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        var lasts = TimeSpan.FromSeconds(1);
        switch (kind)
        {
            case FaultKind.Close:
                connection.CloseInGoodOrder();
                break;
            case FaultKind.Reset:
                connection.Reset();
                break;
            case FaultKind.HalfOpen:
                connection.DieSilently(relayNotices: random.Chance(0.5));
                lasts = Unnoticed;
                break;
            case FaultKind.AckLoss:
                lasts = random.Scaled(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(8));
                connection.AcksLostUntil = world.Time.Now + lasts;
                lasts += Unacknowledged;
                break;
            case FaultKind.BogusAck:
                Write(frames => new AckFrame(random.Between(1, 3), long.MaxValue / random.Between(2, 1000)).Write(frames));
                connection.Inject(_scratch.Written.Span);
                break;
            case FaultKind.GarbageToClient:
                connection.Inject(Garbage());
                break;
            case FaultKind.GarbageToRelay:
                connection.InjectToRelay(Garbage());
                break;
            default:
                connection.LoseAcks(until);
                break;
        }

        ledger.Note(kind, connection.Client.Index, connection.Relay.Index, world.Time.Now + lasts);
        return true;
    }

    /// <summary>Returns whether there was an ack to repeat.</summary>
    public bool DuplicateAck()
    {
        if (world.Network.PickOpen(random, connection => connection.Tap.Acks.Count > 0) is not { } picked)
        {
            return false;
        }

        Write(frames =>
        {
            for (var count = random.Between(1, 3); count > 0; count--)
            {
                random.Pick(picked.Tap.Acks).Write(frames);
            }
        });
        picked.Inject(_scratch.Written.Span);
        return true;
    }

    private void Write(Action<WireBuffer> frames)
    {
        _scratch.Clear();
        frames(_scratch);
    }

    // A frame type that nobody knows and that must be understood, and then anything.
    private byte[] Garbage()
    {
        var bytes = new byte[random.Between(1, 64)];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)random.Below(256);
        }

        bytes[0] = (byte)random.Between(0x40, 0x7E);
        return bytes;
    }
}
