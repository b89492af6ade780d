using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Health;

/// <summary>What was under way while a relay was silent tells of the fault rather than of the path.</summary>
public sealed class StallSampleTests
{
    private static readonly Instant Now = new(TimeSpan.FromHours(1).Ticks);

    private readonly Connection _connection = new(
        1, new RelayNode(SessionWorld.Endpoint("r1"), slot: 0), Now, longestRoundTrip: TimeSpan.FromSeconds(1));

    [Fact]
    public void One_sample_of_a_stall_counts_and_the_others_do_not()
    {
        Take(20);
        _connection.Liveness.Suspect(Now);

        Take(900, 850, 800);

        // None counts for more than the average and a quarter of the longest.
        Assert.Equal(TimeSpan.FromMilliseconds((20 * 0.875) + ((20 + 250) * 0.125)), _connection.Rtt.Smoothed);
    }

    [Fact]
    public void Each_stall_may_add_one()
    {
        Take(20);
        _connection.Liveness.Suspect(Now);
        Take(900, 850);
        _connection.Liveness.Clear();
        var between = _connection.Rtt.Smoothed;
        _connection.Liveness.Suspect(Now + TimeSpan.FromSeconds(5));

        Take(500, 450);

        Assert.Equal(between + (TimeSpan.FromMilliseconds(250) * 0.125), _connection.Rtt.Smoothed);
    }

    [Fact]
    public void Each_probe_of_one_stall_may_add_one()
    {
        Take(20);
        _connection.Liveness.Suspect(Now);
        Take(900, 850);
        var between = _connection.Rtt.Smoothed;
        _connection.Liveness.Probe(Now + TimeSpan.FromSeconds(1));

        Take(900, 850);

        Assert.Equal(between + (TimeSpan.FromMilliseconds(250) * 0.125), _connection.Rtt.Smoothed);
    }

    [Fact]
    public void The_first_real_sample_is_never_one_of_a_stall()
    {
        _connection.Rtt.Begin(TimeSpan.FromMilliseconds(30));
        _connection.Liveness.Suspect(Now);

        Take(900);
        Assert.True(_connection.Rtt.IsProvisional);
        _connection.Liveness.Clear();
        Take(40);

        Assert.Equal(TimeSpan.FromMilliseconds(40), _connection.Rtt.Smoothed);
    }

    private void Take(params int[] samples) =>
        Array.ForEach(samples, sample => _connection.TakeSample(TimeSpan.FromMilliseconds(sample)));
}
