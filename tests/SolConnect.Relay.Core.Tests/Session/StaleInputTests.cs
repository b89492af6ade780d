using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>What still arrives from a connection that is gone changes nothing.</summary>
public sealed class StaleInputTests
{
    private static readonly ConnectionEnd End = new(CloseReason.Reset, "late");

    private static readonly Dictionary<string, Func<int, SessionInput>> Inputs = new()
    {
        ["opened"] = SessionInput.DialSucceeded,
        ["not reached"] = connection => SessionInput.DialFailed(connection, End),
        ["lost"] = connection => SessionInput.ConnectionLost(connection, End),
        ["written"] = connection => SessionInput.Written(connection, new WireBuffer()),
        ["received"] = connection => SessionInput.Received(connection, new byte[] { 0x7F, 0x00 }),
    };

    public static TheoryData<string> Names => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stale_input_is_ignored(string name)
    {
        var world = SessionWorld.Connected();
        var stale = world.Relays[0].Connection;
        world.Relays[0].Lose().Open();
        var effects = world.Transcript.Count;

        world.Step(Inputs[name](stale));

        Assert.Equal(effects, world.Transcript.Count);
        Assert.Equal(TransportState.Connected, world.Session.State);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_is_one_of_a_connection_that_never_was(string name)
    {
        var world = SessionWorld.Connected();
        var effects = world.Transcript.Count;

        world.Step(Inputs[name](99));

        Assert.Equal(effects, world.Transcript.Count);
    }

    [Fact]
    public void Numbers_of_connections_are_never_used_again()
    {
        var world = SessionWorld.Connected();
        var numbers = world.Relays.Select(relay => relay.Connection).ToList();

        for (var count = 0; count < 20; count++)
        {
            var relay = world.Relays[count % 3].Lose().Open();
            numbers.Add(relay.Connection);
        }

        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    [Fact]
    public void A_clock_that_goes_back_does_not_turn_time_back()
    {
        var world = SessionWorld.Connected(options: new() { MessageTimeout = TimeSpan.FromSeconds(5) });
        var send = world.Send("m1");

        world.Session.Step(SessionInput.Tick(), world.Now - TimeSpan.FromMinutes(1));
        world.Advance(5_000);

        Assert.Equal(TimeSpan.FromSeconds(5), send.Result!.Value.Elapsed);
    }
}
