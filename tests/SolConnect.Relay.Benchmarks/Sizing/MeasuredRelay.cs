using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Benchmarks.Sizing;

/// <summary>One process of a published relay: since when it runs, and what it holds and uses.</summary>
internal sealed partial class MeasuredRelay : IAsyncDisposable
{
    /// <summary>How the process begins its answer about the heap.</summary>
    public const string HeapAnswer = "heap ";

    private readonly Process _process;
    private readonly Watchdog _watchdog;
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started;
    private TaskCompletionSource<long> _heap = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MeasuredRelay(ProcessStartInfo start)
    {
        _started = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _watchdog = new("kill", "-KILL", _process.Id.ToString(CultureInfo.InvariantCulture));
        new Thread(Listen) { IsBackground = true, Name = "relay output" }.Start();
    }

    /// <summary>Since the process was started.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_started);

    /// <summary>Where it listens; completes when it does.</summary>
    public Task<Uri> Url => _listens.Task.WithinPatienceAsync("the relay to listen");

    /// <summary>Resident memory, in bytes.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Of all its threads, user and kernel, since it began.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="tellsHeap">It can be asked for its heap; for that, this assembly is loaded into it.</param>
    /// <param name="environment">What is set for it beyond that.</param>
    public static MeasuredRelay Start(PublishedRelay relay, bool tellsHeap, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(
            PublishedRelay.DotNetHost, [relay.Program, "--urls", "http://127.0.0.1:0", "--id", "measured"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (tellsHeap)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(MeasuredRelay).Assembly.Location;
        }

        return new(start);
    }

    /// <summary>Bytes on its managed heap after a full collection.</summary>
    public async Task<long> CollectAsync()
    {
        _heap = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return await _heap.Task.WithinPatienceAsync("the relay to collect its garbage");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _watchdog.Dispose();
        _process.Dispose();
    }

    private void Listen()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(HeapAnswer, StringComparison.Ordinal))
            {
                _heap.TrySetResult(long.Parse(line.AsSpan(HeapAnswer.Length), CultureInfo.InvariantCulture));
            }
            else if (Address().Match(line) is { Success: true } match)
            {
                _listens.TrySetResult(new(match.Groups[1].Value));
            }
        }
    }

    [GeneratedRegex("new Uri\\(\"(ws:[^\"]+)\"\\)")]
    private static partial Regex Address();
}
