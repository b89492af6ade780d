using System.Text;
using SolConnect.Relay.Server;

namespace SolConnect.Relay.Functional.Tests;

/// <summary>What the README shows, as a whole program would write it: public API only, no helper of ours.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task Two_relays_one_dies_and_the_program_does_not_notice()
    {
        await using var first = await EmbeddedRelay.StartAsync(new() { Id = "first" });
        await using var second = await EmbeddedRelay.StartAsync(new() { Id = "second" });
        var options = new RelayOptions { Relays = [first.Endpoint, second.Endpoint] };

        await using var transport = new RelayWebSocketTransport(options);
        await transport.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("chat");

        var receipts = new List<DeliveryReceipt> { await transport.SendAsync("chat", "hello"u8.ToArray()) };
        await first.KillAsync();
        receipts.Add(await transport.SendAsync("chat", "still here"u8.ToArray()));

        var texts = new List<string>();
        await foreach (var message in subscription)
        {
            texts.Add(Encoding.UTF8.GetString(message.Payload.Span));
            if (texts.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["hello", "still here"], texts);
        Assert.All(receipts, receipt => Assert.InRange(receipt.Acks, 1, 2));
        Assert.Equal(2, transport.GetRelayMetrics().TotalMessagesSent);
    }
}
