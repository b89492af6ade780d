using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring.HealthChecks;

namespace SolConnect.Relay.Monitoring;

/// <summary>What the monitor has gathered about one relay since the session began. Session loop only.</summary>
internal sealed class RelayRecord(RelayView view)
{
    private static readonly TimeSpan PercentilesEvery = TimeSpan.FromSeconds(1);

    private readonly LatencyWindow _latencies = new();
    private readonly DecayingRate _sent = new();
    private readonly DecayingRate _received = new();
    private readonly DecayingRate _bytesSent = new();
    private readonly DecayingRate _bytesReceived = new();
    private readonly OutcomeTally _outcomes = new();
    private readonly Availability _availability = new();
    private readonly Checked _checks = new();
    private LatencyPercentiles? _percentiles;
    private Instant _percentilesAt = new(long.MinValue / 2);
    private (int Connection, long Samples) _heard;
    private bool _isTried;

    public RelayView View { get; private set; } = view;

    public Ejection Ejection { get; } = new();

    public RelayAlerts Alerts { get; } = new();

    /// <summary>What the last event about its health said, and what was said before.</summary>
    public (RelayHealth Before, RelayHealth After) Told { get; private set; }

    /// <summary>Failed connects, or failed checks of a relay that no connection is made to, in a row.</summary>
    public int FailedInARow => View.FailedDials + _checks.FailedInARow;

    /// <summary>It answered when it was last asked.</summary>
    public bool IsUp => View.InSet ? IsOpen && View.SuspectedAt == Instant.Never : _checks.IsUp;

    public double? TellingErrorRateAt(Instant now) => _outcomes.TellingErrorRateAt(now);

    public string? LastFailure => View.InSet ? View.LastCloseDetail : _checks.Failure?.Detail;

    private bool IsOpen => View.Phase.IsOpen();

    public void Observe(RelayView view, Instant now)
    {
        var hasConnectionNow = view.Phase != ConnectionPhase.Gone;
        View = view;
        if (hasConnectionNow)
        {
            _checks.Forget();
        }

        if (view.LastRtt is { } last)
        {
            var heardBefore = _heard.Connection == view.Connection ? _heard.Samples : 0;
            if (view.RttSamples > heardBefore)
            {
                _latencies.Add(last, now);
                _outcomes.Add(view.RttSamples - heardBefore, 0, now);
                _heard = (view.Connection, view.RttSamples);
            }
        }

        _sent.Observe(view.MessagesSent, now);
        _received.Observe(view.MessagesReceived, now);
        _bytesSent.Observe(view.BytesSent, now);
        _bytesReceived.Observe(view.BytesReceived, now);
        _isTried |= IsOpen || view.LastCloseReason is not null;
        _availability.Observe(_isTried ? IsUp : null, now);
    }

    public void Checked(HealthCheckResult result, Instant now)
    {
        _isTried = true;
        _checks.Take(result, now);
        _outcomes.Add(result.Failure is null ? 1 : 0, result.Failure is null ? 0 : 1, now);
        if (result.RoundTrip is { } roundTrip)
        {
            _latencies.Add(roundTrip, now);
        }

        _availability.Observe(IsUp, now);
    }

    /// <summary>A connect failed, or an open connection did.</summary>
    public void Failed(Instant now) => _outcomes.Add(0, 1, now);

    /// <summary>It said Welcome, which is no news of its health unless something spoke against it.</summary>
    public void TellOpened() =>
        Told = Told.After is RelayHealth.Unknown or RelayHealth.Suspected ? (Told.After, RelayHealth.Healthy) : Told;

    public void Tell(RelayHealth health) => Told = (Told.After, health);

    public RelayHealth HealthAfter(int maxRetries) =>
        View.IsBarred ? RelayHealth.Barred
        : Ejection.IsOut ? RelayHealth.Ejected
        : FailedInARow >= maxRetries ? RelayHealth.Failing
        : View.SuspectedAt != Instant.Never ? RelayHealth.Suspected
        : _isTried ? RelayHealth.Healthy
        : RelayHealth.Unknown;

    public RelaySnapshot ToSnapshot(int maxRetries, Instant now)
    {
        if (_percentiles is null || now - _percentilesAt >= PercentilesEvery)
        {
            (_percentiles, _percentilesAt) = (_latencies.Percentiles(now), now);
        }

        return new(View)
        {
            Health = HealthAfter(maxRetries),
            Latency = View.SmoothedRtt ?? _checks.Latency,
            LastLatency = View.LastRtt ?? _checks.LastLatency,
            Jitter = View.RttVariation ?? _checks.Jitter,
            Percentiles = _percentiles,
            SendRate = _sent.At(now),
            ReceiveRate = _received.At(now),
            BytesSentRate = _bytesSent.At(now),
            BytesReceivedRate = _bytesReceived.At(now),
            ErrorRate = _outcomes.ErrorRate,
            Stability = _availability.Share / (1 + View.Penalty),
            FailedInARow = FailedInARow,
            Load = View.InSet ? View.LoadPerMille : _checks.LoadPerMille,
            Durability = View.InSet ? View.Durability : _checks.Durability,
            IsEjected = Ejection.IsOut,
            EjectedUntil = Ejection.Until,
            Ejections = Ejection.Count,
            CheckedAt = _checks.At,
            CheckFailure = _checks.Failure,
        };
    }
}
