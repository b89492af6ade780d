using System.Diagnostics;
using System.Globalization;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Proxies;

/// <summary>This program once more, as the process in which the proxies run. One command at a time.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ProxyProcess(Process process, IReadOnlyList<RelayEndpoint> endpoints) =>
        (_process, Endpoints) = (process, endpoints);

    /// <summary>How clients reach the relays through the proxies.</summary>
    public IReadOnlyList<RelayEndpoint> Endpoints { get; }

    /// <summary>Starts it, and returns once the proxies listen.</summary>
    public static async Task<ProxyProcess> StartAsync(IReadOnlyList<RelayEndpoint> relays)
    {
        var start = OwnProcess.For(new ProxyVerb(), relays.Select(relay => $"{relay.Id}={relay.Url}"));
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        var urls = (await AnswerAsync(process)).Split(' ');
        return new(process, [.. relays.Zip(urls, (relay, url) => relay with { Url = new(url) })]);
    }

    /// <summary>Returns when it obeyed, as a timestamp of <see cref="Stopwatch"/>, which all processes share.</summary>
    public async Task<long> CommandAsync(string relay, string command)
    {
        await _process.StandardInput.WriteLineAsync($"{relay} {command}");
        await _process.StandardInput.FlushAsync();
        return long.Parse(await AnswerAsync(_process), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WithinPatienceAsync("the end of the proxies");
        _process.Dispose();
    }

    private static async Task<string> AnswerAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WithinPatienceAsync("an answer of the proxies")
        ?? throw new InvalidOperationException("The process of the proxies has ended.");
}
