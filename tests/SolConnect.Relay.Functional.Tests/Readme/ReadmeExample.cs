using System.Text;
using SolConnect.Relay.Server;

namespace SolConnect.Relay.Functional.Tests.Readme;

/// <summary>The README's example, line by line, so that it compiles and runs.</summary>
internal static class ReadmeExample
{
    /// <param name="Console">Named so that the lines below are the README's.</param>
    public static async Task RunAsync(TextWriter Console)
    {
        await using var red = await EmbeddedRelay.StartAsync(new() { Id = "red" });
        await using var blue = await EmbeddedRelay.StartAsync(new() { Id = "blue" });

        var options = new RelayOptions();
        options.Relays.Add(red.Endpoint);
        options.Relays.Add(blue.Endpoint);

        await using var transport = new RelayWebSocketTransport(options);
        await transport.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("greetings");

        var receipt = await transport.SendAsync("greetings", Encoding.UTF8.GetBytes("Hello."));
        Console.WriteLine($"On {receipt.Acks} relays after {receipt.Elapsed.TotalMilliseconds:0.0} ms.");

        await foreach (var message in subscription)
        {
            Console.WriteLine($"Received: {Encoding.UTF8.GetString(message.Payload.Span)}");
            break;
        }
    }
}
