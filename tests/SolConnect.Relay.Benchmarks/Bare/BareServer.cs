using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Bare;

/// <summary>This program once more, as the server of bare sockets.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _url;

    private BareServer(Process process, string url) => (_process, _url) = (process, url);

    /// <param name="options">Of <see cref="BareServerVerb"/>.</param>
    public static async Task<BareServer> StartAsync(params string[] options)
    {
        var start = OwnProcess.For(new BareServerVerb(), options);
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        var url = await process.StandardOutput.ReadLineAsync().WithinPatienceAsync("the bare server to listen");
        return new(process, url ?? throw new InvalidOperationException("The bare server ended instead of listening."));
    }

    /// <param name="size">Bytes of one message; a WebSocket message may hold several.</param>
    public Uri Publish(int size) => new($"{_url}/publish?size={size}");

    public Uri Subscribe => new($"{_url}/subscribe");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WithinPatienceAsync("the end of the bare server");
        _process.Dispose();
    }
}
