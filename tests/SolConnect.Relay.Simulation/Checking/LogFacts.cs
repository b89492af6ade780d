namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What one incarnation of a relay's log was sent and has confirmed.</summary>
internal sealed class LogFacts(int relay, int topics, int clients)
{
    private readonly int[] _frames = new int[topics];
    private readonly LogStreamFacts?[] _streams = new LogStreamFacts?[topics * clients];

    public int Relay { get; } = relay;

    public bool IsAlive { get; set; } = true;

    public void See(int client, int topic, long sequence) => Stream(client, topic).See(sequence, ++_frames[topic]);

    public void SeeSettled(int topic) => _frames[topic]++;

    public void Reject(int client, int topic, long sequence) => Stream(client, topic).Reject(sequence);

    public void Acknowledge(int client, int topic, long through, Instant now) =>
        Stream(client, topic).Acknowledge(through, now);

    /// <summary>Whether the log has confirmed that it holds the message; it may have trimmed it since.</summary>
    public bool Confirmed(MessageFacts message) => SeenAt(message) is { } seen && seen > 0;

    /// <summary>
    /// Whether the log holds the message for sure: each record was appended for one frame, so it keeps at least what fewer
    /// than <paramref name="retention"/> frames ago was new.
    /// </summary>
    public bool SurelyHolds(MessageFacts message, int retention) =>
        IsAlive && SeenAt(message) is { } seen && seen > 0 && _frames[message.Topic] - seen < retention;

    /// <summary>When the log first confirmed the message, which it has confirmed.</summary>
    public Instant ConfirmedAt(MessageFacts message) =>
        _streams[Index(message.Client, message.Topic)]!.ConfirmedAt(message.Sequence);

    private int? SeenAt(MessageFacts message)
    {
        var stream = _streams[Index(message.Client, message.Topic)];
        return message.Sequence == 0 || stream is null || stream.Through < message.Sequence
            ? null
            : stream.SeenAt(message.Sequence);
    }

    private LogStreamFacts Stream(int client, int topic) => _streams[Index(client, topic)] ??= new();

    private int Index(int client, int topic) => (client * _frames.Length) + topic;
}
