namespace SolConnect.Relay.Benchmarks.Failover.Clients;

/// <summary>
/// What is measured: publishes numbered messages through one relay of several, reads them back, and writes both into
/// a <see cref="Measuring.MessageLog"/>.
/// </summary>
internal interface IMeasuredClient : IAsyncDisposable
{
    /// <summary>The id of the relay in charge; empty while there is none.</summary>
    string Primary { get; }

    /// <summary>Whether it is connected to all it wants and doubts nobody.</summary>
    bool IsWhole { get; }

    /// <summary>Sends a message and waits for nothing. Only ever called by one thread.</summary>
    void Send(int number, ReadOnlyMemory<byte> payload);

    /// <summary>How it left a relay that failed after a moment; <c>null</c> as long as it has not.</summary>
    /// <param name="mayClear">Whether a suspicion that cleared counts.</param>
    ClientFailover? FindFailover(string relay, long since, bool mayClear);
}
