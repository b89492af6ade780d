using System.Buffers.Binary;
using System.Globalization;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Benchmarks.Commands;

namespace SolConnect.Relay.Benchmarks.Bare;

/// <summary>
/// The other end of a bare <see cref="ClientWebSocket"/>, in a process of its own: acknowledges each WebSocket message with
/// the number of messages so far, and passes it on to whoever subscribes. It keeps nothing. It ends with its input.
/// </summary>
internal sealed class BareServerVerb : IVerb
{
    /// <summary>Kestrel reads as large blocks as the relay's does, instead of those that it comes with.</summary>
    public const string LargeBlocks = "--large-blocks";

    private const int MaxMessageBytes = 8 * 1024 * 1024;
    private const int SubscriberBacklog = 64;

    private readonly Lock _lock = new();
    private Channel<byte[]>[] _subscribers = [];

    public string Name => "bare-server";

    public string? Summary => null;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (arguments.Contains(LargeBlocks))
        {
            builder.Services.AddRelayMemoryPool();
        }

        await using var app = builder.Build();
        app.UseWebSockets();
        app.Map("/publish", context => UseAsync(context, AcknowledgeAsync));
        app.Map("/subscribe", context => UseAsync(context, DeliverAsync));
        await app.StartAsync();
        Console.WriteLine(app.Urls.First().Replace("http", "ws", StringComparison.Ordinal));
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private static async Task UseAsync(HttpContext context, Func<HttpContext, WebSocket, Task> use)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await use(context, socket);
        }
        catch (WebSocketException)
        {
            // The other end is gone.
        }
    }

    private async Task AcknowledgeAsync(HttpContext context, WebSocket socket)
    {
        var size = int.Parse(context.Request.Query["size"]!, CultureInfo.InvariantCulture);
        var (buffer, ack, messages) = (new byte[MaxMessageBytes], new byte[sizeof(long)], 0L);
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            foreach (var subscriber in _subscribers)
            {
                await subscriber.Writer.WriteAsync(buffer[..length]);
            }

            messages += length / size;
            BinaryPrimitives.WriteInt64LittleEndian(ack, messages);
            await socket.SendAsync(ack, WebSocketMessageType.Binary, true, default);
        }
    }

    private async Task DeliverAsync(HttpContext context, WebSocket socket)
    {
        var backlog = Channel.CreateBounded<byte[]>(SubscriberBacklog);
        lock (_lock)
        {
            _subscribers = [.. _subscribers, backlog];
        }

        // So that it knows that it misses nothing from here on.
        await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, default);
        try
        {
            await foreach (var message in backlog.Reader.ReadAllAsync(context.RequestAborted))
            {
                await socket.SendAsync(message, WebSocketMessageType.Binary, true, default);
            }
        }
        catch (OperationCanceledException)
        {
            // The subscriber is gone.
        }
        finally
        {
            lock (_lock)
            {
                _subscribers = [.. _subscribers.Where(other => other != backlog)];
            }

            backlog.Writer.TryComplete();
        }
    }
}
