using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Browser.Tests;

/// <summary>
/// The sample Chat in a process of its own, on a free port. It is killed when it is disposed, and when this process ends
/// without that.
/// </summary>
internal sealed partial class ChatProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Watchdog _watchdog;
    private readonly Thread _ear;

    private ChatProcess(Process process, Watchdog watchdog, Thread ear, Uri address)
    {
        (_process, _watchdog, _ear) = (process, watchdog, ear);
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ChatProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Sample.Host)
        {
            RedirectStandardOutput = true,
            ArgumentList = { Sample.PathOf("Chat"), "--urls", "http://127.0.0.1:0" },
        };
        var said = new List<string>();
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start)!;
        var watchdog = new Watchdog("kill", "-KILL", process.Id.ToString(CultureInfo.InvariantCulture));
        var ear = new Thread(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                said.Add(line);
                if (PrintedAddress().Match(line) is { Success: true, Value: var address })
                {
                    listens.TrySetResult(new(address));
                }
            }

            listens.TrySetException(new InvalidOperationException($"The chat ended: {string.Join('\n', said)}"));
        })
        {
            IsBackground = true,
            Name = "chat output",
        };
        ear.Start();
        return new(process, watchdog, ear, await listens.Task.WithinPatienceAsync("the chat to listen"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _ear.Join();
        _watchdog.Dispose();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex PrintedAddress();
}
