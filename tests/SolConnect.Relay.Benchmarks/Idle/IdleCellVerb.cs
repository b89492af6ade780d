using System.Globalization;
using System.Net.WebSockets;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Load;

namespace SolConnect.Relay.Benchmarks.Idle;

/// <summary>
/// A process of its own with so many idle clients, so that nothing of other measurements is in its memory: opens them, lets
/// them settle, and says what one of them costs.
/// </summary>
internal sealed class IdleCellVerb : IVerb
{
    public const string Library = "library";
    public const string Bare = "bare";

    // So many at a time: a relay takes what its backlog of new connections holds.
    private const int Together = 50;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(20);

    public string Name => "idle-cell";

    public string? Summary => null;

    /// <param name="arguments">Which client, how many, with how many connections each, and the addresses, over which they are spread.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var connections = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        Uri[] all = [.. arguments.Skip(3).Select(url => new Uri(url))];
        Func<int, Task<object>> open = arguments[0] == Library
            ? client => OpenTransportAsync(all, client, connections)
            : client => OpenSocketsAsync(all, client, connections);

        // One that does not count, so that what the first of a process costs is not divided among them.
        var first = await open(0);
        var before = Memory();
        var clients = new List<object>(count);
        while (clients.Count < count)
        {
            var some = Math.Min(Together, count - clients.Count);
            clients.AddRange(await Task.WhenAll(Enumerable.Range(clients.Count, some).Select(open)));
        }

        await Task.Delay(Settling);
        var after = Memory();
        var (processor, wire) = (Environment.CpuUsage.TotalTime, WireBytes());
        await Task.Delay(Watch);
        processor = Environment.CpuUsage.TotalTime - processor;
        wire = WireBytes() - wire;
        Console.WriteLine(new IdleCost(
            (after.Heap - before.Heap) / (double)count, (after.Resident - before.Resident) / (double)count,
            processor.TotalMicroseconds / count / Watch.TotalSeconds, wire / (double)count / Watch.TotalSeconds));
        GC.KeepAlive(first);
        GC.KeepAlive(clients);

        // Thousands of closing handshakes are no part of what is measured.
        Environment.Exit(0);
        return 0;
    }

    private static async Task<object> OpenTransportAsync(Uri[] all, int client, int connections) =>
        await Transports.ConnectAsync(Enumerable.Range(client, connections).Select(index => index % all.Length)
            .Select(index => new RelayEndpoint($"relay-{index}", all[index])));

    // Each waits for a message, as whoever holds a socket does.
    private static async Task<object> OpenSocketsAsync(Uri[] all, int client, int connections)
    {
        var sockets = new List<(ClientWebSocket, Task)>();
        for (var index = 0; index < connections; index++)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(all[(client + index) % all.Length], default);
            sockets.Add((socket, socket.ReceiveAsync(new byte[4096].AsMemory(), default).AsTask()));
        }

        return sockets;
    }

    private static (long Heap, long Resident) Memory()
    {
        for (var times = 0; times < 2; times++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }

    // Everything on the loopback interface, both ways: nobody else may use it meanwhile.
    private static long WireBytes()
    {
        var line = File.ReadLines("/proc/net/dev").Single(line => line.TrimStart().StartsWith("lo:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
