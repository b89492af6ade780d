using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.TestKit.Faults;

namespace SolConnect.Relay.Benchmarks.Proxies;

/// <summary>
/// A process of fault proxies, one before each relay, so that passing frames on costs the measured process nothing.
/// It takes commands on its input, "relay command", answers each with the time at which it obeyed, and ends with its
/// input.
/// </summary>
internal sealed class ProxyVerb : IVerb
{
    /// <summary>How much later everything from a slow relay comes.</summary>
    public static readonly TimeSpan SlowBy = TimeSpan.FromMilliseconds(400);

    public string Name => "proxy";

    public string? Summary => null;

    /// <param name="arguments">Each relay's id and address: <c>relay-0=ws://127.0.0.1:5080/relay</c>.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var proxies = arguments
            .Select(argument => argument.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => new FaultProxy(new(parts[0], new(parts[1]))));
        Console.WriteLine(string.Join(' ', proxies.Values.Select(proxy => proxy.Endpoint.Url)));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var now = Stopwatch.GetTimestamp();
            Obey(proxies[words[0]], words[1]);
            Console.WriteLine(now.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static void Obey(FaultProxy proxy, string command)
    {
        switch (command)
        {
            case ProxyCommand.Reset:
                proxy.ResetAll();
                break;
            case ProxyCommand.Close:
                proxy.FromRelay.Set(new CloseFault(WebSocketCloseStatus.EndpointUnavailable));
                break;
            case ProxyCommand.BlackholeOut:
                proxy.ToRelay.Set(new BlackholeFault());
                break;
            case ProxyCommand.BlackholeIn:
                proxy.FromRelay.Set(new BlackholeFault());
                break;
            case ProxyCommand.BlackholeBoth:
                proxy.ToRelay.Set(new BlackholeFault());
                proxy.FromRelay.Set(new BlackholeFault());
                break;
            case ProxyCommand.Slow:
                proxy.FromRelay.Set(new DelayFault(SlowBy));
                break;
            case ProxyCommand.LoseAcks:
                proxy.FromRelay.Set(AckFault.Drop());
                break;
            case ProxyCommand.Heal:
                proxy.Heal();
                break;
            default:
                throw new FormatException($"A proxy knows no command '{command}'.");
        }
    }
}
