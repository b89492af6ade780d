using System.Text;
using SolConnect.Relay.Server;

namespace SolConnect.Tests;

/// <summary>The whole way, on real sockets.</summary>
public sealed class EmbeddedRelayTests
{
    [Fact]
    public async Task Two_people_chat_while_one_of_two_relays_dies()
    {
        await using var red = await EmbeddedRelay.StartAsync(new() { Id = "red" });
        await using var blue = await EmbeddedRelay.StartAsync(new() { Id = "blue" });
        await using var ann = new SolConnectSDK(new() { Sender = "Ann" });
        await using var bob = new SolConnectSDK(new() { Sender = "Bob" });
        await ann.InitializeAsync(Over(red, blue));
        await bob.InitializeAsync(Over(red, blue));
        await using var heard = await bob.SubscribeAsync("lobby");

        await ann.SendMessageAsync("lobby", "before");
        await red.KillAsync();
        await ann.SendMessageAsync("lobby", "after");
        await ann.SendMessageAsync("lobby", "and bytes"u8.ToArray());

        Assert.Equal(["Ann: before", "Ann: after", "Ann: and bytes"], await TakeAsync(heard, 3));
    }

    [Fact]
    public async Task Everybody_hears_everything_and_knows_what_is_its_own()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Id = "only" });
        await using var ann = new SolConnectSDK(new() { Sender = "Ann" });
        await using var other = new SolConnectSDK(new() { Sender = "Ann" });
        await ann.InitializeAsync(Over(relay));
        await other.InitializeAsync(Over(relay));
        await using var heard = await ann.SubscribeAsync("lobby");

        var mine = await ann.SendMessageAsync("lobby", "mine");
        await other.SendMessageAsync("lobby", "not mine");

        var messages = await ReadAsync(heard, 2);
        Assert.Equal([("mine", true), ("not mine", false)], messages.ConvertAll(message => (message.Text, message.IsOwn)));
        Assert.Equal(mine.Id, messages[0].Id);
    }

    [Fact]
    public async Task A_foreign_message_on_the_topic_does_not_disturb_the_chat()
    {
        await using var relay = await EmbeddedRelay.StartAsync(new() { Id = "only" });
        await using var ann = new SolConnectSDK(new() { Sender = "Ann" });
        await ann.InitializeAsync(Over(relay));
        await using var heard = await ann.SubscribeAsync("lobby");
        var skipped = 0;
        ann.MessageSkipped += (_, _) => skipped++;

        await ann.Transport.SendAsync(ann.TopicOf("lobby"), new byte[] { 0, 1, 2 });
        await ann.SendMessageAsync("lobby", "hello");

        Assert.Equal(["Ann: hello"], await TakeAsync(heard, 1));
        Assert.Equal(1, skipped);
    }

    private static RelayOptions Over(params EmbeddedRelay[] relays) =>
        new() { Relays = [.. relays.Select(relay => relay.Endpoint)] };

    private static async Task<List<string>> TakeAsync(ChatSubscription subscription, int count) =>
        (await ReadAsync(subscription, count)).ConvertAll(message =>
            $"{message.Sender}: {(message.Data.IsEmpty ? message.Text : Encoding.UTF8.GetString(message.Data.Span))}");

    private static async Task<List<ChatMessage>> ReadAsync(ChatSubscription subscription, int count)
    {
        var taken = new List<ChatMessage>();
        async Task ReadAllAsync()
        {
            await foreach (var message in subscription)
            {
                taken.Add(message);
                if (taken.Count == count)
                {
                    return;
                }
            }
        }

        await ReadAllAsync().WithinPatienceAsync($"{count} messages in '{subscription.SessionId}'");
        return taken;
    }
}
