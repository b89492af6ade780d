using FsCheck;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using Property = SolConnect.Relay.Core.Tests.Wire.Property;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>What k distinct logs have acknowledged is a prefix, and this is where it ends.</summary>
public sealed class AckTallyTests
{
    private static readonly Gen<(int Log, int Acked, bool IsOpen)[]> Tallies = Gen.ArrayOf(
        from log in Gen.Choose(1, 3)
        from acked in Gen.Choose(0, 6)
        from open in Gen.Elements(true, false)
        select (log, acked, open)).Resize(6);

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 7)]
    [InlineData(3, 4)]
    [InlineData(4, 0)]
    [InlineData(0, 0)]
    public void The_prefix_ends_at_the_kth_highest_ack(int required, long through)
    {
        var (topic, set) = Build([(1, 7, true), (2, 9, true), (3, 4, true)]);

        Assert.Equal(through, AckTally.Through(topic, set, required, trustedOnly: false));
    }

    [Fact]
    public void Every_sequence_of_the_prefix_and_none_beyond_is_acknowledged_by_that_many_logs() =>
        Property.Holds(Tallies, tally =>
        {
            var (topic, set) = Build(tally);
            for (var required = 1; required <= 4; required++)
            {
                var through = AckTally.Through(topic, set, required, trustedOnly: false);
                for (var sequence = 1; sequence <= 7; sequence++)
                {
                    Assert.Equal(sequence <= through, LogsWith(tally, sequence) >= required);
                    Assert.Equal(LogsWith(tally, sequence), AckTally.Of(topic, set, sequence).Logs);
                }
            }
        });

    [Fact]
    public void Of_open_relays_alone_it_is_the_prefix_that_those_have() => Property.Holds(Tallies, tally =>
    {
        var (topic, set) = Build(tally);
        var (openTopic, openSet) = Build([.. tally.Where(part => part.IsOpen)]);
        for (var required = 1; required <= 4; required++)
        {
            Assert.Equal(
                AckTally.Through(openTopic, openSet, required, trustedOnly: false),
                AckTally.Through(topic, set, required, trustedOnly: true));
        }
    });

    [Fact]
    public void Acks_of_a_log_that_the_relay_no_longer_has_count_for_nothing()
    {
        var (topic, set) = Build([(1, 7, true), (2, 9, true)]);

        set[1].Welcome(LogOf(3), Durability.Received, default);

        Assert.Equal(7, AckTally.Through(topic, set, required: 1, trustedOnly: false));
        Assert.Equal(1, AckTally.Of(topic, set, 7).Logs);
    }

    private static int LogsWith((int Log, int Acked, bool IsOpen)[] tally, int sequence) =>
        tally.Where(part => part.Acked >= sequence).Select(part => part.Log).Distinct().Count();

    private static (TopicOutbox Topic, RelayNode[] Set) Build((int Log, int Acked, bool IsOpen)[] tally)
    {
        var topic = new TopicOutbox("t", tally.Length);
        var set = tally.Select((part, slot) =>
        {
            var relay = new RelayNode(SessionWorld.Endpoint($"r{slot}"), slot);
            relay.Welcome(LogOf(part.Log), Durability.Received, default);
            relay.Connection = new Connection(slot + 1, relay, default, TimeSpan.FromSeconds(1))
            {
                Phase = part.IsOpen ? ConnectionPhase.Standby : ConnectionPhase.Draining,
            };
            topic.CursorOf(slot).Enter(slot + 1, relay.Log);
            topic.CursorOf(slot).Acked = part.Acked;
            return relay;
        });
        return (topic, [.. set]);
    }

    private static LogId LogOf(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
