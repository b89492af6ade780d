using System.Net.WebSockets;
using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Tests.Connections;

/// <summary>Dials nothing: the test says how an attempt ends.</summary>
internal sealed class FakeDialer(Func<RelayEndpoint, CancellationToken, Task<WebSocket>> dial) : IWebSocketDialer
{
    private int _dials;

    public int Dials => Volatile.Read(ref _dials);

    /// <summary>Never gets an answer.</summary>
    public static FakeDialer Hanging() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new OperationCanceledException(cancellationToken);
    });

    public static FakeDialer Opening(WebSocket socket) => new((_, _) => Task.FromResult(socket));

    public static FakeDialer Throwing(Exception error) => new((_, _) => Task.FromException<WebSocket>(error));

    public async Task<DialedSocket> DialAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _dials);
        return new(await dial(relay, cancellationToken), "");
    }
}
