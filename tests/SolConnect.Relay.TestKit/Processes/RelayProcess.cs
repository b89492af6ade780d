using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SolConnect.Relay.TestKit.Processes;

/// <summary>
/// A relay in a process of its own: the sample RelayServer, which the build puts beside every project that refers to
/// it. It is killed when it is disposed, and when this process ends without that. Its log is in its memory: a restart
/// begins with an empty one.
/// </summary>
internal sealed partial class RelayProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "RelayServer.dll");

    private Process _process;
    private Watchdog _watchdog;

    private RelayProcess(string id, (Process Process, Uri Url) started)
    {
        _process = started.Process;
        _watchdog = Watch(_process);
        Endpoint = new(id, started.Url);
    }

    /// <summary>How clients reach it. The port is the same over all restarts.</summary>
    public RelayEndpoint Endpoint { get; }

    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a relay on a free port and returns once it listens.</summary>
    public static async Task<RelayProcess> StartAsync(string id) => new(id, await LaunchAsync(id, 0));

    /// <summary>SIGKILL: gone at once, and its kernel resets the connections. Returns when it is.</summary>
    public Task KillAsync() => EndAsync(Signals.Kill);

    /// <summary>SIGTERM: asks clients to leave, closes with 1012 and ends. Returns when it has.</summary>
    public Task TerminateAsync() => EndAsync(Signals.Terminate);

    /// <summary>
    /// SIGSTOP: it neither runs nor is gone; its kernel takes bytes for it as long as there is room. Returns when it runs no more.
    /// </summary>
    public void Freeze()
    {
        Signals.Send(_process.Id, Signals.Stop);
        Signals.AwaitStop(_process.Id);
    }

    /// <summary>SIGCONT: goes on with whatever it was doing.</summary>
    public void Thaw() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>Starts it again on its port, where it has ended.</summary>
    public async Task RestartAsync()
    {
        if (IsRunning)
        {
            return;
        }

        _process.Dispose();
        _watchdog.Dispose();
        (_process, _) = await RelaunchAsync();
        _watchdog = Watch(_process);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _watchdog.Dispose();
        _process.Dispose();
    }

    // For moments the port may be held by a client's own outgoing connection.
    private async Task<(Process Process, Uri Url)> RelaunchAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await LaunchAsync(Endpoint.Id, Endpoint.Url.Port);
            }
            catch (InvalidOperationException error) when (
                error.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
                && TimeProvider.System.GetElapsedTime(began) < Patience.Limit)
            {
                // Another attempt.
            }
        }
    }

    private async Task EndAsync(int signal)
    {
        try
        {
            Signals.Send(_process.Id, signal);
        }
        catch (Win32Exception) when (!IsRunning)
        {
            // It has ended by itself.
        }

        await _process.WaitForExitAsync().WithinPatienceAsync(
            $"the end of relay '{Endpoint.Id}' (process {_process.Id})");
    }

    private static Watchdog Watch(Process process) =>
        new("kill", "-KILL", process.Id.ToString(CultureInfo.InvariantCulture));

    private static async Task<(Process Process, Uri Url)> LaunchAsync(string id, int port)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Program, "--id", id, "--urls", $"http://127.0.0.1:{port}" },
        };
        var said = new List<string>();
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(string line)
        {
            lock (said)
            {
                said.Add(line);
            }

            if (Address().Match(line) is { Success: true } match)
            {
                listens.TrySetResult(new(match.Groups[1].Value));
            }
        }

        var process = Process.Start(start)!;
        Thread[] ears = [Listen(process.StandardOutput, Hear), Listen(process.StandardError, Hear)];
        await Task.WhenAny(listens.Task, process.WaitForExitAsync()).WithinPatienceAsync($"relay '{id}' to listen");
        if (listens.Task.IsCompleted)
        {
            return (process, await listens.Task);
        }

        Array.ForEach(ears, ear => ear.Join());
        throw new InvalidOperationException($"Relay '{id}' ended instead of listening: {string.Join('\n', said)}");
    }

    // On threads of their own: asynchronous reads of a pipe block two threads of the pool for each relay, which delays
    // everything that a test or benchmark measures in this process.
    private static Thread Listen(StreamReader reader, Action<string> hear)
    {
        var thread = new Thread(() =>
        {
            while (reader.ReadLine() is { } line)
            {
                hear(line);
            }
        })
        {
            IsBackground = true,
            Name = "relay output",
        };
        thread.Start();
        return thread;
    }

    [GeneratedRegex("new Uri\\(\"(ws:[^\"]+)\"\\)")]
    private static partial Regex Address();
}
