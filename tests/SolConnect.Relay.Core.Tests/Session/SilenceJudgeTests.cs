using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// Situation → finding. Times are milliseconds ago. The path is a millisecond long: T1 is 100 ms and T2 a second.
/// </summary>
public sealed class SilenceJudgeTests
{
    private static readonly Instant Now = new(TimeSpan.FromHours(1).Ticks);
    private static readonly TimeSpan Path = TimeSpan.FromMilliseconds(1);

    private readonly SessionContext _context = new(new(), SessionWorld.Producer, generation: 1, seed: 1) { Now = Now };
    private readonly RelayRoster _roster;
    private readonly RelayNode[] _set;

    public SilenceJudgeTests()
    {
        _roster = new(_context, [SessionWorld.Endpoint("r0"), SessionWorld.Endpoint("r1")]);
        _set = _roster.Set;
        Array.ForEach(_set, Connect);
    }

    [Theory]
    [InlineData(null, nameof(SilenceFinding.None), "nothing is under way")]
    [InlineData(99, nameof(SilenceFinding.None), "an answer is not overdue yet")]
    [InlineData(100, nameof(SilenceFinding.Suspicious), "an answer is overdue")]
    [InlineData(60_000, nameof(SilenceFinding.Suspicious), "an answer is overdue for long")]
    public void Of_a_trusted_relay(int? sent, string finding, string why)
    {
        Send(sent);

        Judge(finding, why);
    }

    [Theory]
    [InlineData(500, false, null, null, nameof(SilenceFinding.None), "the probe has time until T2")]
    [InlineData(999, false, 600, 900, nameof(SilenceFinding.None), "even while another relay answers")]
    [InlineData(1_000, false, 600, 999, nameof(SilenceFinding.Silent), "T2 is over, and another relay answered")]
    [InlineData(1_000, false, 600, 1_000, nameof(SilenceFinding.Silent), "what it answered was sent with the probe")]
    [InlineData(1_000, false, 600, 1_001, nameof(SilenceFinding.None), "what it answered was sent before the probe")]
    [InlineData(1_000, false, 600, null, nameof(SilenceFinding.None), "no other relay has answered anything")]
    [InlineData(60_000, false, 60_500, 59_000, nameof(SilenceFinding.Silent), "evidence that came late")]
    [InlineData(500, true, null, null, nameof(SilenceFinding.Cleared), "it answered, and nothing else is under way")]
    [InlineData(500, true, 50, null, nameof(SilenceFinding.Cleared), "what is under way is not overdue")]
    [InlineData(500, true, 600, null, nameof(SilenceFinding.None), "it answered the probe, not what is overdue")]
    [InlineData(1_000, true, 600, null, nameof(SilenceFinding.ProbeAgain), "and T2 is over")]
    [InlineData(3_000, true, 3_100, 10, nameof(SilenceFinding.NoProgress), "and three T2 are over")]
    [InlineData(2_999, true, 3_100, 10, nameof(SilenceFinding.ProbeAgain), "a moment before")]
    public void Of_a_suspect(
        int suspected, bool answersProbe, int? sent, int? otherAnswered, string finding, string why)
    {
        var suspect = _set[0].Connection!;
        suspect.Liveness.Suspect(Ago(suspected));
        Send(sent);
        if (answersProbe)
        {
            Answer(_set[0], suspected);
        }

        if (otherAnswered is { } moment)
        {
            Answer(_set[1], moment);
        }

        Judge(finding, why);
    }

    [Fact]
    public void An_ack_since_the_suspicion_is_progress()
    {
        Of_a_suspect(3_000, true, 3_100, 10, nameof(SilenceFinding.NoProgress), "it has acknowledged nothing");

        _set[0].Connection!.Liveness.Acknowledged(Ago(3_200), Ago(500));

        Judge(nameof(SilenceFinding.ProbeAgain), "it acknowledged something half a second ago");
    }

    [Fact]
    public void A_ping_that_is_overdue_is_no_lack_of_progress_because_no_message_is()
    {
        var liveness = _set[0].Connection!.Liveness;
        liveness.Suspect(Ago(3_000));
        Answer(_set[0], 3_000);
        liveness.Ping(Ago(600));

        Judge(nameof(SilenceFinding.ProbeAgain), "no message is under way");
    }

    [Theory]
    [InlineData(nameof(ConnectionPhase.Connecting))]
    [InlineData(nameof(ConnectionPhase.Draining))]
    public void A_relay_that_is_not_open_is_no_witness(string phase)
    {
        _set[0].Connection!.Liveness.Suspect(Ago(2_000));
        Send(2_200);
        Answer(_set[1], 100);
        Judge(nameof(SilenceFinding.Silent), "the other one answered");

        _set[1].Connection!.Phase = Enum.Parse<ConnectionPhase>(phase);

        Judge(nameof(SilenceFinding.None), "nobody who counts did");
    }

    private void Judge(string finding, string why)
    {
        var found = new SilenceJudge(_context, _roster).Judge(_set[0].Connection!);

        Assert.True(finding == $"{found}", $"{why}: {found}");
    }

    private void Send(int? ago)
    {
        if (ago is { } moment)
        {
            var cursor = new TopicCursor(new TopicOutbox("t", _set.Length), slot: 0);
            _set[0].Connection!.AddFlight(new(cursor, 1, 1, cursor.Rewinds, Ago(moment), IsFirstCopy: true));
        }
    }

    private static void Answer(RelayNode relay, int sentAgo)
    {
        var liveness = relay.Connection!.Liveness;
        liveness.Pong(liveness.Ping(Ago(sentAgo)), Now);
    }

    private static void Connect(RelayNode relay)
    {
        relay.Connection = new(relay.Slot + 1, relay, Now, TimeSpan.FromSeconds(1)) { Phase = ConnectionPhase.Standby };
        relay.Connection.Rtt.Add(Path);
    }

    private static Instant Ago(int milliseconds) => Now - TimeSpan.FromMilliseconds(milliseconds);
}
