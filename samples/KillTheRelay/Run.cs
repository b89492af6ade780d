using System.Diagnostics;
using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>One run from the first line to the verdict: everybody starts, the file goes through, everybody ends.</summary>
internal sealed class Run : IAsyncDisposable
{
    private const string Topic = "file";

    // With everything sent and nothing more coming in for this long, what is missing is lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CommandLine _command;
    private readonly string _source;
    private readonly Tally _tally = new();
    private readonly long _started = Stopwatch.GetTimestamp();

    private Run(
        CommandLine command, string source, string output, Fleet fleet, RelayWebSocketTransport sending,
        RelayWebSocketTransport receiving, IMessageSubscription subscription, EventLog events)
    {
        (_command, _source, Output) = (command, source, output);
        (Fleet, Sending, Receiving, Subscription) = (fleet, sending, receiving, subscription);
        FileBytes = new FileInfo(source).Length;
        Sender = new(sending, Topic, _tally);
        Receiver = new(subscription, _tally, output);
        Killer = new(fleet, sending, receiving, command.KillEvery, keepLog: !command.ComesBackEmpty);
        Failovers = new(sending);
        Events = events;
    }

    public string Source => _source;

    public string Output { get; }

    public long FileBytes { get; }

    public Fleet Fleet { get; }

    public RelayWebSocketTransport Sending { get; }

    public RelayWebSocketTransport Receiving { get; }

    public Sender Sender { get; }

    public Receiver Receiver { get; }

    public Killer Killer { get; }

    public FailoverLog Failovers { get; }

    public EventLog Events { get; }

    public Tally Tally => _tally;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    private IMessageSubscription Subscription { get; }

    public static async Task<Run> StartAsync(CommandLine command, CancellationToken cancellationToken)
    {
        var source = command.File ?? Path.Combine(AppContext.BaseDirectory, "harbour-log.txt");
        var output = command.Output
            ?? Path.Combine(Directory.CreateTempSubdirectory("kill-the-relay-").FullName, Path.GetFileName(source));
        var fleet = command.Relays.Count > 0
            ? Fleet.Outside(command.Relays)
            : await Fleet.StartAsync(new FileInfo(source).Length, cancellationToken);
        var sending = fleet.CreateTransport("sender");
        var receiving = fleet.CreateTransport("receiver");
        var events = new EventLog(sending);
        await Task.WhenAll(sending.ConnectAsync(cancellationToken), receiving.ConnectAsync(cancellationToken));
        var subscription = await receiving.SubscribeAsync(Topic, cancellationToken: cancellationToken);
        return new(command, source, output, fleet, sending, receiving, subscription, events);
    }

    /// <summary>Sends, kills and receives until all is there or nothing more comes.</summary>
    public async Task<Verdict> ExecuteAsync(CancellationToken cancellationToken)
    {
        using var killing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = Receiver.ReceiveAsync();
        var killer = Killer.KillAsync(killing.Token);
        byte[] sentHash = [];
        try
        {
            var duration = _command.IsFullSpeed ? TimeSpan.Zero : _command.Duration;
            sentHash = await Sender.SendAsync(_source, duration, cancellationToken);
            await WaitForTheRestAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by the user: the verdict says how far it got.
        }

        await killing.CancelAsync();
        await killer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Subscription.DisposeAsync();
        return new(this, sentHash, await receiving);
    }

    public async ValueTask DisposeAsync()
    {
        await Sending.DisposeAsync();
        await Receiving.DisposeAsync();
        await Fleet.DisposeAsync();
    }

    private async Task WaitForTheRestAsync(CancellationToken cancellationToken)
    {
        var (received, since) = (_tally.Received, Stopwatch.GetTimestamp());
        while (_tally.Received < Sender.Sent && Stopwatch.GetElapsedTime(since) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
            if (_tally.Received != received)
            {
                (received, since) = (_tally.Received, Stopwatch.GetTimestamp());
            }
        }
    }
}
