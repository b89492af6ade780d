using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>
/// What a healthy relay says by itself: a pong for each ping and an ack for each message, a round trip later.
/// </summary>
internal sealed class AnswerQueue
{
    private readonly Queue<(Instant At, Action<WireBuffer> Frame)> _answers = new();

    /// <summary>How long an answer takes; null: there will be none.</summary>
    public TimeSpan? Delay { get; set; }

    public Instant NextAt => _answers.TryPeek(out var next) ? next.At : Instant.Never;

    public void Add(Instant now, Action<WireBuffer> frame)
    {
        if (Delay is { } delay)
        {
            _answers.Enqueue((now + delay, frame));
        }
    }

    public Action<WireBuffer> Take() => _answers.Dequeue().Frame;

    /// <summary>What is on its way is lost.</summary>
    public void Clear() => _answers.Clear();
}
