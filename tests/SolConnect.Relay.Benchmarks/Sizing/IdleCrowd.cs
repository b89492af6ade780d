using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Sizing;

/// <summary>So many idle clients of one relay.</summary>
internal sealed class IdleCrowd : IDisposable
{
    private const int Topics = 100;

    // So many at a time: a relay takes what its backlog of new connections holds.
    private const int Together = 50;

    // As often as the library's clients do by default. A slice of the crowd at a time, as they too are spread.
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    private readonly List<IdleClient> _clients = [];

    public async Task OpenAsync(Uri relay, int count)
    {
        while (_clients.Count < count)
        {
            var some = Math.Min(Together, count - _clients.Count);
            _clients.AddRange(await Task.WhenAll(Enumerable.Range(_clients.Count, some).Select(index => OpenAsync(relay, TopicOf(index)))));
        }
    }

    /// <summary>Idles, and returns how long each pong took, in milliseconds.</summary>
    public async Task<double[]> IdleAsync(TimeSpan time)
    {
        var slices = (int)(PingEvery / Slice);
        var pings = new List<Task<double>>();
        using var timer = new PeriodicTimer(Slice);
        var began = Stopwatch.GetTimestamp();
        for (var slice = 0; Stopwatch.GetElapsedTime(began) < time; slice++)
        {
            await timer.WaitForNextTickAsync();
            for (var index = slice % slices; index < _clients.Count; index += slices)
            {
                pings.Add(_clients[index].PingAsync());
            }
        }

        return await Task.WhenAll(pings);
    }

    /// <summary>One client publishes, one message after the other; how long each ack took, in milliseconds.</summary>
    public async Task<double[]> PublishAsync(int messages)
    {
        var payload = new byte[128];
        var times = new double[messages];
        for (var index = 0; index < messages; index++)
        {
            times[index] = await _clients[0].PublishAsync(TopicOf(0), payload);
        }

        return times;
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static async Task<IdleClient> OpenAsync(Uri relay, string topic)
    {
        var client = await IdleClient.ConnectAsync(relay);
        await client.SubscribeAsync(topic);
        return client;
    }

    private static string TopicOf(int client) => $"room-{client % Topics}";
}
