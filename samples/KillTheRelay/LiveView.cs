using SolConnect.Relay;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KillTheRelay;

/// <summary>The same as a picture: relays, progress and failovers, drawn anew ten times a second.</summary>
internal static class LiveView
{
    private const int LastFailovers = 8;
    private const int LastEvents = 8;

    private static readonly string[] Colors = ["red", "green", "blue", "yellow", "fuchsia", "aqua"];

    // A bar of full width stands for a failover this long.
    private const double FullBarMilliseconds = 50;

    public static async Task ShowAsync(Run run, CancellationToken done)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        await AnsiConsole.Live(Draw(run)).StartAsync(async screen =>
        {
            try
            {
                while (await timer.WaitForNextTickAsync(done))
                {
                    screen.UpdateTarget(Draw(run));
                }
            }
            catch (OperationCanceledException)
            {
                screen.UpdateTarget(Draw(run));
            }
        });
    }

    /// <summary>How things stand.</summary>
    public static Rows Draw(Run run) => new(
        new Markup($"[bold]Kill the relay[/]  {Markup.Escape(Path.GetFileName(run.Source))}, {run.FileBytes:N0} bytes, "
            + $"{run.Elapsed.TotalSeconds:0.0} s"),
        DrawRelays(run),
        DrawProgress(run),
        DrawFailovers(run),
        DrawEvents(run));

    private static Table DrawRelays(Run run)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("relay", "the sender's", "round trip", "penalty", "");
        var infos = run.Sending.GetAvailableRelays().ToDictionary(info => info.Endpoint.Id);
        foreach (var relay in run.Fleet.Endpoints)
        {
            var info = infos[relay.Id];
            var isDead = run.Killer.Victim == relay.Id || info.State is RelayState.Disconnected;
            table.AddRow(
                new Markup($"{Square(run, relay)} {Markup.Escape(relay.Id)}"),
                new Markup(run.Killer.Victim == relay.Id ? "[red]killed[/]" : Describe(info)),
                new Markup(info.Latency is { } latency && !isDead ? $"{latency.TotalMilliseconds:0.00} ms" : "-").RightJustified(),
                new Markup($"{info.Penalty:0.0}").RightJustified(),
                new Markup(isDead ? "[red]✗[/]" : info.IsPublishing ? "[green]gets every message[/]" : "[grey]stands by[/]"));
        }

        return table;
    }

    private static string Describe(RelayInfo info) => info switch
    {
        { SuspectedFor: { } since } => $"[yellow]suspect[/] for {since.TotalSeconds:0.0} s",
        { State: RelayState.Primary } => "[bold green]primary[/]",
        { State: RelayState.Standby } => "standby",
        { State: RelayState.Draining } => "[yellow]draining[/]",
        { LastCloseReason: { } reason } => $"[red]{reason}[/]"
            + (info.State == RelayState.Connecting ? ", [yellow]connecting[/]" : ""),
        { State: RelayState.Connecting } => "[yellow]connecting[/]",
        _ => "[grey]disconnected[/]",
    };

    private static string Square(Run run, RelayEndpoint relay)
    {
        var index = run.Fleet.Endpoints.TakeWhile(endpoint => endpoint.Id != relay.Id).Count();
        var color = Colors.Contains(relay.Id) ? relay.Id : Colors[index % Colors.Length];
        return $"[{color}]■[/]";
    }

    private static Grid DrawProgress(Run run)
    {
        var sent = run.Sender.Sent;
        var chart = new BreakdownChart().Width(50).HideTags()
            .AddItem("sent", run.Sender.SentBytes, Color.Green)
            .AddItem("to come", Math.Max(0, run.FileBytes - run.Sender.SentBytes), Color.Grey23);
        return new Grid().AddColumn().AddColumn()
            .AddRow(new Markup("progress"), chart)
            .AddRow(new Markup("sent"), new Markup($"{sent:N0} lines"))
            .AddRow(new Markup("receipts"), new Markup($"{run.Sender.Receipts:N0}"))
            .AddRow(new Markup("received"), new Markup($"{run.Tally.Received:N0}"
                + $"   [grey]twice[/] {run.Tally.Duplicated}   [grey]out of order[/] {run.Tally.OutOfOrder}"
                + $"   [grey]gaps[/] {run.Receiver.Gaps}"));
    }

    private static Rows DrawFailovers(Run run)
    {
        var failovers = run.Failovers.All;
        var rows = new List<IRenderable>
        {
            new Markup($"\n[bold]{run.Killer.Kills}[/] relays killed, [bold]{failovers.Count}[/] failovers"),
        };
        foreach (var failover in failovers.TakeLast(LastFailovers))
        {
            var milliseconds = failover.FailoverTime.TotalMilliseconds;
            var bar = new string('━', (int)Math.Clamp(milliseconds / FullBarMilliseconds * 40, 1, 40));
            rows.Add(new Markup(
                $"  {Square(run, failover.OldRelay)} → {Square(run, failover.NewRelay)}  "
                + $"{(milliseconds == 0 ? "at once" : $"{milliseconds:0.0} ms"),9} [green]{bar}[/]"
                + (failover.MessagesResent > 0 ? $" [grey]{failover.MessagesResent:N0} sent again[/]" : "")));
        }

        return new(rows);
    }

    private static Rows DrawEvents(Run run) => new(run.Events.Last(LastEvents).Select(
        e => new Markup($"[grey]{e.At.TotalSeconds,6:0.0} s[/]  {Markup.Escape(e.Text)}")));
}
