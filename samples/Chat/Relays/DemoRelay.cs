using SolConnect.Relay;
using SolConnect.Relay.Server;

namespace Chat.Relays;

/// <summary>A relay inside this process, on real sockets, that can be killed, stopped and revived. One change at a time.</summary>
internal sealed class DemoRelay : IAsyncDisposable
{
    private readonly SemaphoreSlim _change = new(1);
    private readonly EmbeddedRelay _relay;
    private readonly Door _door;

    private DemoRelay(EmbeddedRelay relay)
    {
        _relay = relay;
        _door = new(relay.Endpoint.Url.Port);
        Endpoint = relay.Endpoint with { Url = new UriBuilder(relay.Endpoint.Url) { Port = _door.Port }.Uri };
    }

    public string Id => Endpoint.Id;

    /// <summary>How clients reach it: through the door.</summary>
    public RelayEndpoint Endpoint { get; }

    public RelayCondition Condition { get; private set; }

    public static async Task<DemoRelay> StartAsync(string id, string region) =>
        new(await EmbeddedRelay.StartAsync(new() { Id = id, Region = region }));

    /// <summary>Does something to the relay: <see cref="RelayCondition.Running"/> revives it, with the messages it had.</summary>
    public async Task BringToAsync(RelayCondition condition)
    {
        await _change.WaitAsync();
        try
        {
            switch (condition)
            {
                case RelayCondition.Silent:
                    _door.Shut();
                    break;
                case RelayCondition.Dead:
                    await _relay.KillAsync();
                    _door.ResetAll();
                    _door.Open();
                    break;
                default:
                    _door.Open();
                    if (!_relay.IsRunning)
                    {
                        await _relay.RestartAsync(keepLog: true);
                    }

                    break;
            }

            Condition = condition;
        }
        finally
        {
            _change.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _door.DisposeAsync();
        _change.Dispose();
    }
}
