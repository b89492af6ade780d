using SolConnect.Relay;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace StatusBoard;

/// <summary>
/// A transport in a terminal: its state, its relays, its totals, and what happened to it since this object was made. To
/// copy into a program: it needs nothing else of this sample. Every member may be called from any thread.
/// </summary>
/// <param name="transport">Shown, and neither connected nor disposed.</param>
/// <param name="clock">Tells the time of events; <c>null</c> takes <see cref="TimeProvider.System"/>.</param>
internal sealed class RelayStatusView : IDisposable
{
    private const int LastEvents = 8;
    private const int MeterCells = 10;

    private readonly RelayWebSocketTransport _transport;
    private readonly EventLines _events;

    public RelayStatusView(RelayWebSocketTransport transport, TimeProvider? clock = null)
    {
        _transport = transport;
        _events = new(transport, LastEvents, clock ?? TimeProvider.System);
    }

    /// <summary>Draws until the token is cancelled, and then once more, so that the last state stays on the screen.</summary>
    /// <param name="interval">Between two pictures; <c>null</c> takes 500 ms.</param>
    public async Task ShowAsync(IAnsiConsole console, CancellationToken cancellationToken, TimeSpan? interval = null)
    {
        using var timer = new PeriodicTimer(interval ?? TimeSpan.FromMilliseconds(500));
        await console.Live(Draw()).StartAsync(async screen =>
        {
            try
            {
                while (await timer.WaitForNextTickAsync(cancellationToken))
                {
                    screen.UpdateTarget(Draw());
                }
            }
            catch (OperationCanceledException)
            {
                screen.UpdateTarget(Draw());
            }
        });
    }

    /// <summary>The picture of this moment, to be written anywhere.</summary>
    public IRenderable Draw()
    {
        var (relays, metrics) = (_transport.GetAvailableRelays(), _transport.GetRelayMetrics());
        return new Rows(DrawState(relays, metrics), DrawRelays(relays), DrawTotals(metrics), DrawEvents());
    }

    /// <summary>Stops to listen to the transport.</summary>
    public void Dispose() => _events.Dispose();

    private Markup DrawState(IReadOnlyList<RelayInfo> relays, RelayMetrics metrics)
    {
        var state = _transport.State switch
        {
            TransportState.Connected => "[green]✓ Connected[/]",
            TransportState.Connecting => "[blue]… Connecting[/]",
            TransportState.Degraded => "[yellow]! Degraded[/]: fewer relays are open than wanted",
            TransportState.Offline => "[red]✕ Offline[/]: no relay is open, what is sent waits",
            TransportState.Faulted => "[red]✕ Faulted[/]: the program needs a new transport",
            TransportState.Closed => "[grey]– Closed[/]",
            _ => "[grey]– Not connected[/]",
        };
        var primary = relays.FirstOrDefault(relay => relay.IsPrimary)?.Endpoint.Id ?? "none";
        var outbox = metrics is { MessagesPending: 0, MessagesRetained: 0 }
            ? ""
            : $"   outbox {metrics.MessagesPending:N0} waiting"
                + $"{(metrics.OldestPendingFor is { } oldest ? $" for up to {oldest.TotalSeconds:0.0} s" : "")}, "
                + $"{metrics.MessagesRetained:N0} kept";
        return new($"[bold]{state}[/]   primary [bold]{Markup.Escape(primary)}[/]   "
            + $"{metrics.ActiveConnections} of {relays.Count(relay => relay.IsInSet)} relays open{outbox}\n");
    }

    private static Table DrawRelays(IReadOnlyList<RelayInfo> relays)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Relays")
            .AddColumns("relay", "region", "state", "latency", "quality", "load", "what is the matter");
        foreach (var relay in relays)
        {
            var isOpen = relay.State is RelayState.Primary or RelayState.Standby or RelayState.Draining;
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(relay.Endpoint.Id)}[/]"),
                new Markup(Markup.Escape(relay.Endpoint.Region)),
                new Markup(StateOf(relay)),
                new Markup(relay.Latency is { } latency ? $"{latency.TotalMilliseconds:0.00} ms" : "–").RightJustified(),
                new Markup(relay.IsInSet ? MeterOf(relay.Quality) : "–"),
                new Markup(isOpen ? $"{relay.Load * 100:0} %" : "–").RightJustified(),
                new Markup(Markup.Escape(NoteOf(relay, isOpen))));
        }

        return table;
    }

    private static string StateOf(RelayInfo relay) => relay switch
    {
        { IsInSet: false } => "[grey]not used[/]",
        { IsBarred: true } => "[red]✕ refuses us[/]",
        { IsSuspected: true } => $"[yellow]! {relay.State}, suspect[/]",
        { State: RelayState.Primary or RelayState.Standby } => $"[green]✓ {relay.State}[/]",
        { State: RelayState.Draining } => $"[yellow]! {relay.State}[/]",
        { State: RelayState.Connecting } => $"[blue]… {relay.State}[/]",
        _ => $"[red]✕ {relay.State}[/]",
    };

    private static string MeterOf(double quality)
    {
        var filled = (int)Math.Round(Math.Clamp(quality, 0, 100) / 100 * MeterCells);
        var color = quality >= 70 ? "green" : quality >= 40 ? "yellow" : "red";
        return $"[{color}]{new string('█', filled)}[/][grey]{new string('░', MeterCells - filled)}[/] {quality,3:0}";
    }

    private static string NoteOf(RelayInfo relay, bool isOpen) => relay switch
    {
        { SuspectedFor: { } overdue } => $"an answer is overdue for {overdue.TotalSeconds:0.0} s",
        { LastCloseReason: { } reason } when !isOpen => $"{reason}: {relay.LastCloseDetail}",
        { LastCloseReason: { } before } when before != CloseReason.Requested => $"before that {before}",
        _ => "",
    };

    private static Grid DrawTotals(RelayMetrics metrics)
    {
        (string Name, string Value)[] totals =
        [
            ("sent", $"{metrics.TotalMessagesSent:N0}"),
            ("received", $"{metrics.TotalMessagesReceived:N0}"),
            ("failed", $"{metrics.TotalMessagesFailed:N0}"),
            ("sent again", $"{metrics.MessagesResent:N0}"),
            ("duplicates dropped", $"{metrics.DuplicatesDropped:N0}"),
            ("gaps", $"{metrics.GapCount:N0}"),
            ("failovers", $"{metrics.FailoverCount:N0}"),
            ("latency", $"{metrics.AverageLatency.TotalMilliseconds:0.00} ms"),
            ("uptime", $@"{metrics.Uptime:d\.hh\:mm\:ss}"),
        ];
        var grid = new Grid();
        foreach (var _ in totals)
        {
            grid.AddColumn(new GridColumn().PadRight(2));
        }

        return grid
            .AddRow([.. totals.Select(total => new Markup($"[grey]{total.Name}[/]"))])
            .AddRow([.. totals.Select(total => new Markup($"[bold]{total.Value}[/]"))]);
    }

    private Rows DrawEvents() => new(
        [new Markup("\n[bold]What happened[/]"), .. _events.Newest.Select(line => new Markup(line))]);
}
