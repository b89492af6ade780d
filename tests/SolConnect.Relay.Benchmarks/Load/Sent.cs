namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>What a sender got through: the messages, and the time from the first send to the last ack.</summary>
internal readonly record struct Sent(long Messages, TimeSpan Took)
{
    /// <summary>Messages per second.</summary>
    public double Rate => Messages / Took.TotalSeconds;
}
