using System.Threading.Channels;
using SolConnect;
using SolConnect.Relay;

namespace ChatApp;

/// <summary>The application under test: one person in a chat room, who says things and hears everything once.</summary>
public sealed class ChatRoom : IAsyncDisposable
{
    private readonly SolConnectSDK _sdk;
    private readonly ChatSubscription _room;
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly Task _listening;

    private ChatRoom(SolConnectSDK sdk, ChatSubscription room)
    {
        _sdk = sdk;
        _room = room;
        _listening = ListenAsync();
    }

    /// <summary>Joins the room over whatever transport the application uses.</summary>
    public static async Task<ChatRoom> JoinAsync(string name, string room, IMessageTransport transport)
    {
        var sdk = new SolConnectSDK(new() { Sender = name });
        await sdk.InitializeAsync(transport);
        return new(sdk, await sdk.SubscribeAsync(room));
    }

    /// <summary>Whether somebody would hear it now. When nobody does, what is said waits.</summary>
    public bool IsOnline => _sdk.Transport.State is TransportState.Connected or TransportState.Degraded;

    /// <summary>Returns once a relay holds the words.</summary>
    public async Task SayAsync(string words) => await _sdk.SendMessageAsync(_room.SessionId, words);

    /// <summary>The next so many things that were said, as "who: what".</summary>
    public async Task<string[]> HearAsync(int count)
    {
        var heard = new string[count];
        for (var index = 0; index < count; index++)
        {
            heard[index] = await _heard.Reader.ReadAsync();
        }

        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        await _sdk.DisposeAsync();
        await _listening;
    }

    private async Task ListenAsync()
    {
        await foreach (var message in _room)
        {
            _heard.Writer.TryWrite($"{message.Sender}: {message.Text}");
        }
    }
}
