namespace SolConnect.Relay.Simulation.Checking;

/// <summary>The broken promises of one history, as far as anybody will read them.</summary>
internal sealed class Verdict
{
    private const int MostKept = 20;

    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Violations => _violations;

    public void Add(Violation violation)
    {
        if (_violations.Count < MostKept)
        {
            _violations.Add(violation);
        }
    }

    public void Message(Promise promise, Replay known, MessageFacts message, string what) =>
        Message(promise, known, message, null, what);

    public void Message(Promise promise, Replay known, MessageFacts message, SubscriptionFacts? subscription, string what) =>
        Add(new(promise, what)
        {
            Index = known.Index,
            Client = message.Client,
            Topic = message.Topic,
            Message = message.Number,
            Subscription = subscription?.Number ?? -1,
        });

    public void Stream(Promise promise, Replay known, SubscriptionFacts subscription, int producer, string what) =>
        Add(new(promise, what)
        {
            Index = known.Index,
            Client = producer,
            Topic = subscription.Topic,
            Subscription = subscription.Number,
        });
}
