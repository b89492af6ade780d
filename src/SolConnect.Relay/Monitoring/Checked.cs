using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring.HealthChecks;

namespace SolConnect.Relay.Monitoring;

/// <summary>What the checks of one relay have told. A connection tells more, and makes them out of date.</summary>
internal sealed class Checked
{
    private static readonly TimeSpan LongestRoundTrip = TimeSpan.FromSeconds(10);

    private RttEstimator _rtt = new(LongestRoundTrip);

    public int FailedInARow { get; private set; }

    public Instant At { get; private set; } = Instant.Never;

    public ConnectionEnd? Failure { get; private set; }

    public int LoadPerMille { get; private set; }

    public Durability Durability { get; private set; }

    public bool IsUp => At != Instant.Never && Failure is null;

    public TimeSpan? Latency => _rtt.HasSample ? _rtt.Smoothed : null;

    public TimeSpan? LastLatency => _rtt.HasSample ? _rtt.Last : null;

    public TimeSpan? Jitter => _rtt.HasSample ? _rtt.Variation : null;

    public void Take(HealthCheckResult result, Instant now)
    {
        (At, Failure) = (now, result.Failure);
        FailedInARow = result.Failure is null ? 0 : FailedInARow + 1;
        if (result.RoundTrip is { } roundTrip)
        {
            _rtt.Add(roundTrip);
            (LoadPerMille, Durability) = (result.LoadPerMille, result.Durability);
        }
    }

    public void Forget()
    {
        if (At != Instant.Never)
        {
            (FailedInARow, At, Failure, _rtt) = (0, Instant.Never, null, new(LongestRoundTrip));
        }
    }
}
