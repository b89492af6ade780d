using FsCheck;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>Plays moves against a session, with relays that say only what an honest relay could.</summary>
internal sealed class RandomHistory(SessionWorld world)
{
    private static readonly string[] Topics = ["t", "u"];

    public static Gen<Move[]> Moves { get; } = Gen.ArrayOf(
        from kind in Gen.Elements(Enum.GetValues<MoveKind>())
        from relay in Gen.Choose(0, 2)
        from amount in Gen.Choose(0, 1_000)
        select new Move(kind, relay, amount)).Resize(80);

    public List<TestSend> Sends { get; } = [];

    public void Play(IEnumerable<Move> moves)
    {
        foreach (var move in moves)
        {
            Play(move);
        }
    }

    /// <summary>Every relay opens and acknowledges everything, until nothing is under way.</summary>
    public void Heal()
    {
        for (var round = 0; round < 100 && world.Session.Counters.Retained > 0; round++)
        {
            foreach (var relay in world.Relays)
            {
                if (relay.Phase == ConnectionPhase.Draining)
                {
                    relay.Lose();
                }

                if (relay.Phase is ConnectionPhase.Gone or ConnectionPhase.Connecting)
                {
                    relay.Open();
                }
            }

            world.Advance(300);
            Array.ForEach(world.Relays, AckAll);
        }
    }

    private void Play(Move move)
    {
        var relay = world.Relays[move.Relay];
        var topic = Topics[move.Amount % Topics.Length];
        var isOpen = relay.Phase is ConnectionPhase.Standby or ConnectionPhase.Primary or ConnectionPhase.Draining;
        switch (move.Kind)
        {
            case MoveKind.Send:
                Sends.Add(world.Send($"m{Sends.Count}", topic));
                break;
            case MoveKind.SendMany:
                Sends.AddRange(world.SendMany(1 + (move.Amount % 5), topic));
                break;
            case MoveKind.Cancel when Sends.Count > 0:
                world.Cancel(Sends[move.Amount % Sends.Count]);
                break;
            case MoveKind.Open when !isOpen:
                relay.Open();
                break;
            case MoveKind.Lose when isOpen:
                relay.Lose();
                break;
            case MoveKind.Forget when isOpen:
                relay.Lose();
                relay.Log = new(new Guid(move.Amount + 10, (short)move.Relay, 0, new byte[8]));
                break;
            case MoveKind.Ack when isOpen && LastOf(relay, topic) is > 0 and var last:
                relay.Ack(1 + (move.Amount % last), topic);
                break;
            case MoveKind.AckAll when isOpen:
                AckAll(relay);
                break;
            case MoveKind.StaleAck when Array.TrueForAll(world.Relays, other => other.Connection != move.Amount % 10):
                var ack = new WireBuffer();
                new AckFrame(1, 1 + (move.Amount % 50)).Write(ack);
                world.Step(SessionInput.Received(move.Amount % 10, ack.Written));
                break;
            case MoveKind.Reject when isOpen && LastOf(relay, topic) is > 0 and var last:
                relay.Reject(last, expected: 1, topic: topic);
                break;
            case MoveKind.GoAway when isOpen:
                relay.GoAway();
                break;
            case MoveKind.Pass:
                world.Advance(move.Amount);
                break;
            case MoveKind.Drain:
                world.Drain();
                break;
            default:
                break;
        }
    }

    private static void AckAll(TestRelay relay)
    {
        foreach (var topic in Topics)
        {
            if (LastOf(relay, topic) is > 0 and var last)
            {
                relay.Ack(last, topic);
            }
        }
    }

    private static long LastOf(TestRelay relay, string topic) => relay.Published
        .Where(record => record.Topic == topic).Select(record => record.Sequence).DefaultIfEmpty().Max();
}
