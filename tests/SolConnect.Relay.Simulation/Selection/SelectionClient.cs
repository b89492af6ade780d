using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>
/// One client that publishes a message a second through its primary, checks all relays every ten seconds, and ranks them with
/// the real strategy, filter, estimator and penalty. What the machine does in between is modelled by its times.
/// </summary>
internal sealed class SelectionClient
{
    private const int CheckSeconds = 10;
    private const int FailbackSeconds = 30;
    private const int Standbys = 2;
    private const double SilentFailover = 500;
    private const double ToldFailover = 5;
    private static readonly int RankSeconds = (int)CandidateRanking.Period.TotalSeconds;

    private readonly SelectionWorld _world;
    private readonly int _index;
    private readonly SimRandom _random;
    private readonly CandidateRanking _ranking;
    private readonly SelectionContext _terms;
    private readonly RelayCandidate[] _candidates = new RelayCandidate[SelectionWorld.Relays];
    private readonly RttEstimator[] _rtts = new RttEstimator[SelectionWorld.Relays];
    private readonly FlapPenalty[] _penalties = new FlapPenalty[SelectionWorld.Relays];
    private readonly bool[] _isUp = new bool[SelectionWorld.Relays];
    private readonly double[] _loads = new double[SelectionWorld.Relays];
    private readonly int[] _upSince = new int[SelectionWorld.Relays];
    private readonly int[] _order = new int[SelectionWorld.Relays];
    private bool _isRankingDue = true;
    private int _primarySince;

    public SelectionClient(SelectionWorld world, int index, ILoadBalancer balancer, SimRandom random)
    {
        (_world, _index, _random) = (world, index, random);
        _ranking = new(balancer, random.Fork().Fraction, index);
        _terms = new(0, 0, "") { Region = SelectionWorld.RegionOf(index) };
        for (var r = 0; r < SelectionWorld.Relays; r++)
        {
            (_rtts[r], _penalties[r], _isUp[r], _upSince[r]) = (new(TimeSpan.FromSeconds(1)), new(), true, -FailbackSeconds);
        }
    }

    public int Primary { get; private set; } = -1;

    public long Failovers { get; private set; }

    public long Switchovers { get; private set; }

    /// <summary>One second. Returns how long its message waited for its acknowledgement, in milliseconds.</summary>
    public double Step(int second)
    {
        if (second == 0 || (second + _index) % CheckSeconds == 0)
            CheckAll(second);
        if (_isRankingDue || (second + _index) % RankSeconds == 0)
            Rank(second);
        if (Primary < 0)
            (Primary, _primarySince) = (_order[0], second);
        else
            MoveIfBetter(second);
        return Publish(second);
    }

    private double Publish(int second)
    {
        var waited = 0.0;
        if (_world.All[Primary].Out is not null)
        {
            waited = FailOver(second);
            if (_world.All[Primary].Out is not null)
                return SilentFailover * 2; // Nobody is left; the next second tries again.
        }

        var relay = _world.All[Primary];
        var took = Sample(Primary) + relay.Slowness;
        _rtts[Primary].Add(TimeSpan.FromMilliseconds(took));
        return waited + took;
    }

    /// <summary>Moves on until somebody answers. Returns how long that held the message up.</summary>
    private double FailOver(int second)
    {
        var waited = 0.0;
        foreach (var next in _order)
        {
            if (_world.All[Primary].Out is not { } outage)
                break;
            waited += outage.IsSilent ? SilentFailover : ToldFailover;
            Failovers++;
            Lose(Primary, second);
            (Primary, _primarySince) = (next, second);
        }

        return waited;
    }

    private void MoveIfBetter(int second)
    {
        var first = _order[0];
        if (first != Primary && _isUp[first] && second - _primarySince >= FailbackSeconds
            && second - _upSince[first] >= FailbackSeconds && !_penalties[first].IsHighAt(Moment(second)))
        {
            Switchovers++;
            (Primary, _primarySince) = (first, second);
        }
    }

    private void CheckAll(int second)
    {
        for (var r = 0; r < SelectionWorld.Relays; r++)
        {
            if (_world.All[r].Out is not null)
            {
                Lose(r, second);
                continue;
            }

            if (!_isUp[r])
                (_isUp[r], _upSince[r], _isRankingDue) = (true, second, true);
            _loads[r] = _world.All[r].Load;
            if (r != Primary)
                _rtts[r].Add(TimeSpan.FromMilliseconds(Sample(r)));
        }
    }

    private void Lose(int relay, int second)
    {
        if (!_isUp[relay])
            return;
        (_isUp[relay], _isRankingDue) = (false, true);
        if (IsConnected(relay))
            _penalties[relay].Add(Moment(second));

        // Another connection, another estimate.
        _rtts[relay] = new(TimeSpan.FromSeconds(1));
    }

    private void Rank(int second)
    {
        _isRankingDue = false;
        for (var r = 0; r < SelectionWorld.Relays; r++)
            _candidates[r] = Describe(r, second);
        var places = _ranking.Rank(_candidates, _terms, TimeSpan.FromSeconds(second));
        if (_ranking.Failure is { } failure)
            throw new InvalidOperationException("A strategy failed.", failure.Exception);
        for (var place = 0; place < places.Count; place++)
            _order[place] = places[place].Index;
    }

    private RelayCandidate Describe(int relay, int second)
    {
        var rtt = _rtts[relay];
        var (smoothed, variation) = (rtt.Smoothed.TotalMilliseconds, rtt.Variation.TotalMilliseconds);
        var quality = rtt.HasSample ? 100 * (200 / (200 + smoothed)) * (100 / (100 + variation)) : 50;
        return new(
            _world.All[relay].Endpoint, _isUp[relay] && IsConnected(relay), rtt.HasSample ? rtt.Smoothed : null, quality, _loads[relay])
        {
            IsHealthy = _isUp[relay],
            IsPublishing = relay == Primary && _isUp[relay],
            Penalty = _penalties[relay].At(Moment(second)),
        };
    }

    private bool IsConnected(int relay) => relay == Primary || Array.IndexOf(_order, relay, 0, 1 + Standbys) >= 0;

    // Mostly what the path takes and a little more, now and then a stall.
    private double Sample(int relay) =>
        (_world.Path(_index, relay) * (1 + (SelectionDay.Jitter * -Math.Log(1 - _random.Fraction()))))
        + (_random.Chance(SelectionDay.StallChance) ? SelectionDay.Stall * -Math.Log(1 - _random.Fraction()) : 0)
        + _world.All[relay].Queueing;

    private static Instant Moment(int second) => new(TimeSpan.FromSeconds(second).Ticks);
}
