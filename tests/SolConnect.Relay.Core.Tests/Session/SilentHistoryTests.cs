using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// Histories of relays that fall silent, speak, break and leave, while the machine sends, sleeps and moves.
/// </summary>
public sealed class SilentHistoryTests
{
    private static readonly SessionOptions Patient = new() { MessageTimeout = TimeSpan.FromHours(10) };

    [Fact]
    public void Every_send_gets_its_receipt_when_the_relays_answer_again()
    {
        for (var history = 1; history <= 300; history++)
        {
            var (world, sends) = Play(history);

            Heal(world);

            Assert.All(sends, send => Assert.True(send.Outcome == SendOutcome.Receipted, $"history {history}"));
            Assert.True(world.Session.State == TransportState.Connected, $"history {history}: {world.Session.State}");
            Assert.Equal(
                world.EventsOf<SessionEvent.FailoverStarted>().Count(),
                world.EventsOf<SessionEvent.FailoverCompleted>().Count());
        }
    }

    [Fact]
    public void No_history_makes_the_session_spin()
    {
        for (var history = 1; history <= 50; history++)
        {
            var (world, _) = Play(history);
            Heal(world);
            var ticks = world.Ticks;

            world.Advance(60_000);

            Assert.InRange(world.Ticks - ticks, 1, 100);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_history_gives_the_same_effects(int history)
    {
        Assert.Equal(Play(history).World.Transcript, Play(history).World.Transcript);
    }

    private static (SessionWorld World, List<TestSend> Sends) Play(int history)
    {
        var random = new Random(history);
        var world = SessionWorld.Alive(options: Patient, seed: (ulong)history);
        var sends = new List<TestSend>();
        for (var move = 0; move < 60; move++)
        {
            var relay = world.Relays[random.Next(3)];
            relay = relay is { IsGone: true, Challenger.IsGone: false } ? relay.Challenger : relay;
            Play(world, relay, random.Next(10), sends, random);
            world.Advance(random.Next(4) == 0 ? random.Next(4_000) : random.Next(150));
        }

        return (world, sends);
    }

    private static void Play(SessionWorld world, TestRelay relay, int move, List<TestSend> sends, Random random)
    {
        switch (move)
        {
            case 0 or 1:
                relay.Mute();
                break;
            case 2 or 3:
                Answer(relay);
                break;
            case 4 when IsOpen(relay):
                relay.Lose();
                break;
            case 4 or 5 when !relay.IsGone && relay.Phase == ConnectionPhase.Connecting:
                relay.Accept().Welcome();
                break;
            case 6 when IsOpen(relay):
                relay.GoAway(TimeSpan.FromSeconds(random.Next(5)));
                break;
            case 7:
                world.Sleep(random.Next(3_000));
                world.Tick();
                break;
            case 8:
                world.SwitchTo(relay.Id);
                break;
            default:
                sends.AddRange(world.SendMany(1 + random.Next(4)));
                break;
        }
    }

    private static void Heal(SessionWorld world)
    {
        for (var round = 0; round < 40; round++)
        {
            foreach (var relay in world.Relays)
            {
                var socket = relay is { IsGone: true, Challenger.IsGone: false } ? relay.Challenger : relay;
                if (!socket.IsGone && socket.Phase == ConnectionPhase.Connecting)
                {
                    socket.Accept().Welcome();
                }

                Answer(socket);
            }

            world.Advance(1_000);
        }
    }

    /// <summary>What it has taken and not answered is answered as well.</summary>
    private static void Answer(TestRelay relay)
    {
        relay.Answer();
        if (!IsOpen(relay))
        {
            return;
        }

        if (relay.Sequences.DefaultIfEmpty().Max() is > 0 and var last)
        {
            relay.Ack(last);
        }

        if (relay.Pings.Count > 0)
        {
            relay.Pong();
        }
    }

    private static bool IsOpen(TestRelay relay) =>
        !relay.IsGone && relay.View.Connection == relay.Connection
        && relay.Phase is ConnectionPhase.Standby or ConnectionPhase.Primary;
}
