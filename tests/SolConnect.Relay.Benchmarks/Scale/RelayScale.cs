using System.Diagnostics;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>One publisher that knows many relays, and uses a set of three of them at most.</summary>
internal sealed class RelayScale : ScaleSeries
{
    private const int Messages = 100_000;
    private const int Standbys = 2;

    public override string Name => "known relays";

    public override string Title => "Known relays";

    public override string Explanation => $"""
        {Messages:N0} messages of {Size} B to a topic; the transport knows so many relays and is connected to its set, which is {Standbys + 1} of
        them. Setting up is creating and connecting the transport, for each relay that it knows. A transport takes 64 relays at most.
        """;

    public override string SetUpMeans => "µs to connect, for each";

    public override IReadOnlyList<int> Counts => [1, 10, 64];

    public override async Task<ScaleCell> MeasureAsync(int count)
    {
        // Only those that will be the set have to exist.
        RelayEndpoint[] known = [.. Enumerable.Range(0, count).Select(index => new RelayEndpoint($"known-{index}", new($"ws://127.0.0.1:9/{index}")))];
        var running = new List<EmbeddedRelay>();
        try
        {
            foreach (var chosen in RelaySet.Choose(known, Standbys, ""))
            {
                var relay = await EmbeddedRelay.StartAsync(new() { Id = chosen.Id });
                running.Add(relay);
                known[Array.IndexOf(known, chosen)] = relay.Endpoint;
            }

            var began = Stopwatch.GetTimestamp();
            await using var transport = new RelayWebSocketTransport(OptionsFor(known));
            await transport.ConnectAsync();
            await transport.WaitForStateAsync(TransportState.Connected);
            var setUp = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
            await SendAllAsync(transport, Messages / 10, _ => "topic");
            var perMessage = await SendAllAsync(transport, Messages, _ => "topic");
            return new(perMessage, await LoneSendAsync(transport, _ => "topic"), setUp, double.NaN);
        }
        finally
        {
            foreach (var relay in running)
            {
                await relay.DisposeAsync();
            }
        }
    }

    private static RelayOptions OptionsFor(RelayEndpoint[] known)
    {
        var options = new RelayOptions
        {
            Standbys = Math.Min(Standbys, known.Length - 1),
            RequiredAcks = 1,
            FailoverThreshold = TimeSpan.FromSeconds(10),
        };
        foreach (var relay in known)
        {
            options.Relays.Add(relay);
        }

        return options;
    }
}
