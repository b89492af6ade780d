using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Chaos.Tests.Processes;

/// <summary>The sample RelayServer, with the arguments and the environment that an operator gives it.</summary>
internal sealed partial class OperatedRelay : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "RelayServer.dll");

    private readonly Process _process;
    private readonly Watchdog _watchdog;

    private OperatedRelay(Process process) => (_process, _watchdog) =
        (process, new("kill", "-KILL", process.Id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Where it says that clients reach it.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Returns once it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message is what it said.</exception>
    public static async Task<OperatedRelay> StartAsync(
        IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var relay = new OperatedRelay(Process.Start(start)!);
        try
        {
            relay.Url = await relay.ListensAsync().WithinPatienceAsync("the relay to listen");
            return relay;
        }
        catch
        {
            await relay.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGTERM. Returns its exit code once it has ended.</summary>
    public async Task<int> TerminateAsync()
    {
        Signals.Send(_process.Id, Signals.Terminate);
        await _process.WaitForExitAsync().WithinPatienceAsync("the relay to end");
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _watchdog.Dispose();
        _process.Dispose();
    }

    private async Task<Uri> ListensAsync()
    {
        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (Address().Match(line) is { Success: true } match)
            {
                return new(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"The relay ended instead of listening: {string.Join('\n', said)}");
    }

    [GeneratedRegex("new Uri\\(\"(wss?:[^\"]+)\"\\)")]
    private static partial Regex Address();
}
