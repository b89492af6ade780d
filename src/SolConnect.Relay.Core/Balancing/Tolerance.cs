namespace SolConnect.Relay;

/// <summary>
/// How much more than the best a candidate may cost. To stay is easier than to enter: numbers tremble, and a client that
/// followed each of them would never rest.
/// </summary>
internal readonly record struct Tolerance(double EnterFactor, double EnterSlack, double StayFactor, double StaySlack)
{
    public double Enter(double best) => (best * EnterFactor) + EnterSlack;

    public double Stay(double best) => (best * StayFactor) + StaySlack;
}
