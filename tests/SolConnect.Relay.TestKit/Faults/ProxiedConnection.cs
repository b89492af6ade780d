using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace SolConnect.Relay.TestKit.Faults;

/// <summary>One client's connection through a proxy, and the one to the relay that belongs to it.</summary>
internal sealed class ProxiedConnection(
    Socket client, RelayEndpoint relay, FaultProxy proxy, CancellationToken stopping)
    : IDisposable
{
    // What a stalled direction keeps; beyond it, TCP holds the sender back.
    private const int MaxWaiting = 4096;

    private readonly Socket _relay = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public async Task RunAsync(Handshake handshake)
    {
        if (handshake.Kind is HandshakeKind.HangAtOnce or HandshakeKind.Reset)
        {
            await (handshake.Kind == HandshakeKind.Reset ? Task.CompletedTask : HangAsync());
            return;
        }

        using var fromClient = new BufferedStream(new NetworkStream(client), 64 * 1024);
        var request = await ReadHeadAsync(fromClient);
        if (handshake.Kind is HandshakeKind.HangInUpgrade)
        {
            await HangAsync();
        }
        else if (handshake.Kind == HandshakeKind.Refuse)
        {
            await RefuseAsync(handshake, fromClient);
        }
        else
        {
            await _relay.ConnectAsync(new IPEndPoint(IPAddress.Parse(relay.Url.Host), relay.Url.Port), stopping);
            using var fromRelay = new BufferedStream(new NetworkStream(_relay), 64 * 1024);
            await _relay.SendAsync(request, SocketFlags.None, stopping);
            await client.SendAsync(await ReadHeadAsync(fromRelay), SocketFlags.None, stopping);
            await UseAsync(handshake, fromClient, fromRelay);
        }
    }

    /// <summary>Both ends see a reset.</summary>
    public void Reset()
    {
        foreach (var socket in (Socket[])[client, _relay])
        {
            try
            {
                socket.LingerState = new(enable: true, seconds: 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It is closed already.
            }

            socket.Dispose();
        }
    }

    public void Dispose() => Reset();

    private async Task UseAsync(Handshake handshake, Stream fromClient, Stream fromRelay)
    {
        if (handshake.Kind == HandshakeKind.HangAfterUpgrade)
        {
            await HangAsync();
        }
        else if (handshake.Kind == HandshakeKind.CloseAfterUpgrade)
        {
            client.Shutdown(SocketShutdown.Both);
        }
        else
        {
            var up = PumpAsync(fromClient, proxy.ToRelay, _relay);
            await Task.WhenAll(up, PumpAsync(fromRelay, proxy.FromRelay, client));
        }
    }

    private async Task PumpAsync(Stream source, FaultLane lane, Socket destination)
    {
        var waiting = Channel.CreateBounded<WebSocketFrame>(MaxWaiting);
        var reading = ReadAsync(source, waiting.Writer);
        try
        {
            var sink = new FaultSink(lane, destination, Reset, stopping);
            await foreach (var frame in waiting.Reader.ReadAllAsync(stopping))
            {
                if (lane.Fault is { } fault)
                {
                    await fault.PassAsync(frame, sink);
                }
                else
                {
                    await sink.ForwardAsync(frame);
                }
            }

            destination.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // Whatever ends one direction by force ends the other one too.
            Reset();
            throw;
        }
        finally
        {
            waiting.Writer.TryComplete();
            await reading;
        }
    }

    // Does not throw: what ended it is at the end of the channel.
    private async Task ReadAsync(Stream source, ChannelWriter<WebSocketFrame> waiting)
    {
        try
        {
            while (true)
            {
                await waiting.WriteAsync(await WebSocketFrame.ReadAsync(source, stopping), stopping);
            }
        }
        catch (EndOfStreamException)
        {
            waiting.TryComplete();
        }
        catch (Exception exception)
        {
            waiting.TryComplete(exception);
        }
    }

    private async Task<byte[]> ReadHeadAsync(Stream stream)
    {
        var (head, one) = (new List<byte>(), new byte[1]);
        while (head.Count < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            await stream.ReadExactlyAsync(one, stopping);
            head.Add(one[0]);
        }

        return [.. head];
    }

    private async Task RefuseAsync(Handshake handshake, Stream fromClient)
    {
        var answer = $"HTTP/1.1 {handshake.Status} Refused\r\n{handshake.Headers}"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n";
        await client.SendAsync(Encoding.ASCII.GetBytes(answer), SocketFlags.None, stopping);
        client.Shutdown(SocketShutdown.Send);
        await fromClient.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stopping);
    }

    private Task HangAsync() => Task.Delay(Timeout.Infinite, stopping);
}
