using SolConnect.Relay.Benchmarks.Failover.HandWritten;
using SolConnect.Relay.Benchmarks.Failover.Measuring;

namespace SolConnect.Relay.Benchmarks.Failover.Clients;

/// <summary>One of the clients that are compared.</summary>
/// <param name="Title">Its heading in the report.</param>
/// <param name="Description">What it is, in a sentence or two for the report.</param>
/// <param name="IsLibrary">Whether it is held to the library's promises.</param>
/// <param name="LosesNothing">Whether every message with a receipt has to arrive.</param>
/// <param name="ConnectAsync">Connects one to relays, and returns when it is ready.</param>
internal sealed record ClientKind(
    string Title, string Description, bool IsLibrary, bool LosesNothing,
    Func<IReadOnlyList<RelayEndpoint>, MessageLog, Task<IMeasuredClient>> ConnectAsync)
{
    public static ClientKind Automatic { get; } = new(
        "Three independent relays, automatic acks",
        "Default options: each message is on two relays before its receipt is given.",
        IsLibrary: true, LosesNothing: true, (relays, log) => TransportPair.ConnectAsync(relays, null, log));

    public static ClientKind OneAck { get; } = new(
        "Three independent relays, `RequiredAcks = 1`",
        "One relay's memory is enough for a receipt, so what dies with that relay is lost, and has to be told.",
        IsLibrary: true, LosesNothing: false, (relays, log) => TransportPair.ConnectAsync(relays, 1, log));

    public static ClientKind Loop { get; } = new(
        "The loop that people write by hand",
        "One bare `ClientWebSocket` that publishes and reads on the same relay: it keeps what is not acknowledged, "
        + "gives a connection up when it ends or when the oldest message has waited 300 ms for its ack, connects to "
        + "the next URL and sends everything kept again.",
        IsLibrary: false, LosesNothing: false, HandWrittenLoop.ConnectAsync);

    public static IReadOnlyList<ClientKind> All { get; } = [Automatic, OneAck, Loop];
}
