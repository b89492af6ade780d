using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Log;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>
/// A topic that a connection publishes to, and the answer that it owes: one cumulative ack and at most one reject,
/// however many messages were read meanwhile.
/// </summary>
internal sealed class TopicAlias(int number, TopicLog? log, RejectCode refusal = RejectCode.TooManyTopics)
{
    private long _acknowledge;
    private RejectFrame _reject;

    /// <summary>Null when the relay takes no messages under this alias.</summary>
    public TopicLog? Log { get; } = log;

    /// <summary>Why not.</summary>
    public RejectCode Refusal { get; } = refusal;

    public bool IsQueued { get; set; }

    public void Acknowledge(long through) => _acknowledge = through;

    /// <summary>
    /// The first one counts: the producer goes back to its floor from there, and later ones follow from it.
    /// </summary>
    public void Reject(long sequence, RejectCode code, long expected = 0, TimeSpan retryAfter = default)
    {
        if (_reject == default)
        {
            _reject = new(number, sequence, code, expected, retryAfter);
        }
    }

    public void Write(WireBuffer buffer)
    {
        if (_acknowledge > 0)
        {
            new AckFrame(number, _acknowledge).Write(buffer);
        }

        // What arrived after all, in the same flush, needs no second try.
        if (_reject != default && (_reject.Code != RejectCode.OutOfOrder || _reject.Sequence > _acknowledge))
        {
            _reject.Write(buffer);
        }

        _acknowledge = 0;
        _reject = default;
    }
}
