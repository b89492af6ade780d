using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.BadRelays;

/// <summary>
/// One relay of three is out of its mind, in every way we could think of. It costs its own connection and one warning
/// that names the cause; the others carry on.
/// </summary>
public sealed class BadRelayTests
{
    private static readonly Dictionary<string, (Func<FakeConnection, Task> Script, CloseReason Reason, string Cause)>
        Cases = new()
        {
            ["closes after the request"] =
                (relay => relay.ReadRequestAsync(), CloseReason.Unreachable, "before the upgrade"),
            ["answers 404"] =
                (relay => relay.RefuseAsync(404), CloseReason.UpgradeRefused, "404"),
            ["answers 503"] =
                (relay => relay.RefuseAsync(503), CloseReason.UpgradeRefused, "503"),
            ["answers 200"] =
                (relay => relay.RefuseAsync(200), CloseReason.UpgradeRefused, "200"),
            ["speaks no HTTP"] =
                (async relay =>
                {
                    await relay.ReadRequestAsync();
                    await relay.WriteBytesAsync("SSH-2.0-OpenSSH_9.9\r\n"u8.ToArray());
                    await relay.HangAsync();
                }, CloseReason.Unreachable, "before the upgrade"),
            ["names no subprotocol"] =
                (async relay =>
                {
                    await relay.UpgradeAsync(subprotocol: null);
                    await relay.SwallowAsync();
                }, CloseReason.UpgradeRefused, WireProtocol.Subprotocol),
            ["names another subprotocol"] =
                (async relay =>
                {
                    await relay.UpgradeAsync("graphql-ws");
                    await relay.SwallowAsync();
                }, CloseReason.UpgradeRefused, "upgrade is not valid"),
            ["hangs after accept"] =
                (relay => relay.HangAsync(), CloseReason.ConnectTimeout, "took longer than 3 s"),
            ["hangs after the upgrade"] =
                (async relay =>
                {
                    await relay.UpgradeAsync();
                    await relay.HangAsync();
                }, CloseReason.HelloTimeout, "Welcome within 2 s"),
            ["sends bytes that are no WebSocket"] =
                (async relay =>
                {
                    await relay.WelcomeAsync();
                    await relay.WriteBytesAsync(Enumerable.Repeat((byte)0xFF, 32).ToArray());
                    await relay.HangAsync();
                }, CloseReason.Reset, "The connection broke"),
            ["sends bytes that are no frame instead of Welcome"] =
                (async relay =>
                {
                    await relay.UpgradeAsync();
                    await relay.SendAsync(new byte[] { 0x7F, 1, 2, 3 });
                    await relay.SwallowAsync();
                }, CloseReason.ProtocolError, "not a frame"),
            ["sends bytes that are no frame after Welcome"] =
                (async relay =>
                {
                    await relay.WelcomeAsync();
                    await relay.SendAsync(new byte[] { 0x7F, 1, 2, 3 });
                    await relay.SwallowAsync();
                }, CloseReason.ProtocolError, "not a frame"),
            ["sends a text message"] =
                (async relay =>
                {
                    await relay.WelcomeAsync();
                    await relay.SendTextAsync("hello");
                    await relay.SwallowAsync();
                }, CloseReason.ProtocolError, "a text message"),
            ["sends a message above every limit"] =
                (async relay =>
                {
                    await relay.WelcomeAsync();
                    await relay.SendAsync(new byte[4 * 1024 * 1024]);
                    await relay.SwallowAsync();
                }, CloseReason.LimitExceeded, "more than"),
            ["acknowledges what was never sent"] =
                (async relay =>
                {
                    await relay.WelcomeAsync();
                    await relay.AcknowledgeAsync(alias: 1, through: 1);
                    await relay.SwallowAsync();
                }, CloseReason.ProtocolError, "never given out"),
            ["takes smaller messages than we send"] =
                (async relay =>
                {
                    await relay.WelcomeAsync(new RelayLimits(1_000, 8_000_000, 1_000));
                    await relay.SwallowAsync();
                }, CloseReason.Unsuitable, "at most 1000 bytes"),
        };

    public static TheoryData<string> CaseNames => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task A_bad_relay_costs_its_own_connection_and_one_warning(string name)
    {
        var (script, reason, cause) = Cases[name];
        await using var bad = new FakeRelay("bad", script);
        await RunAsync(bad.Endpoint, reason, cause);
    }

    [Fact]
    public async Task A_relay_that_cannot_be_reached_costs_one_warning()
    {
        // Taken and let go: nobody listens there.
        var gone = new FakeRelay("bad", connection => connection.HangAsync());
        await gone.DisposeAsync();

        await RunAsync(gone.Endpoint, CloseReason.Unreachable, "ConnectionRefused");
    }

    [Fact]
    public async Task A_relay_that_closes_right_after_accept_costs_one_warning_for_each_way_in_which_that_shows()
    {
        await using var bad = new FakeRelay("bad", _ => Task.CompletedTask);

        await RunAsync(
            bad.Endpoint, CloseReason.Unreachable, "TCP cannot connect", "reset by peer", "before the upgrade");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = new FakeRelay("elsewhere", connection => connection.HangAsync());
        await using var bad = new FakeRelay("bad", connection => connection.RefuseAsync(
            301, $"Location: http://127.0.0.1:{elsewhere.Endpoint.Url.Port}/relay\r\n"));

        await RunAsync(bad.Endpoint, CloseReason.UpgradeRefused, "301");

        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task An_ack_beyond_what_was_sent_gives_no_receipt_by_itself()
    {
        await using var bad = new FakeRelay("bad", async connection =>
        {
            await connection.WelcomeAsync();
            await connection.ReadPublishAsync();
            await connection.AcknowledgeAsync(alias: 1, through: 1_000_000);
            await connection.SwallowAsync();
        });
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync(options => options.Relays.Add(bad.Endpoint));
        var events = new EventRecorder(transport);

        var receipt = await transport.SendTextAsync("topic", "text");

        Assert.Equal(1, receipt.Acks);
        var closed = await events.WaitForAsync<ConnectionClosedEventArgs>();
        Assert.Equal((bad.Endpoint, CloseReason.ProtocolError), (closed.Relay, closed.Reason));
        Assert.Contains("1000000", closed.Detail, StringComparison.Ordinal);
        var alert = await events.WaitForAsync<AlertRaisedEventArgs>();
        Assert.Equal((AlertKind.RelayMisbehaved, bad.Endpoint), (alert.Kind, alert.Relay));
    }

    private static async Task RunAsync(RelayEndpoint bad, CloseReason reason, params string[] causes)
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        var logs = new RecordingLoggerFactory();
        await using var transport = new RelayWebSocketTransport(
            fleet.Options(options =>
            {
                options.Relays.Add(bad);

                // Waited for by the relays that hang alone: the others have all the time that a busy machine takes.
                var hangs = reason is CloseReason.ConnectTimeout or CloseReason.HelloTimeout;
                options.ConnectionTimeout = TimeSpan.FromSeconds(hangs ? 3 : 30);
            }),
            logs);
        var events = new EventRecorder(transport);
        await ConnectAsync(transport);
        await Patience.UntilAsync(
            () => transport.GetActiveConnections().Count(open => open.Endpoint != bad) == 2, "both good relays");
        await using var subscription = await transport.SubscribeAsync("topic");

        // Often enough to show that repetitions are quiet.
        var enough = Math.Max(3, causes.Length + 1);
        await Patience.UntilAsync(() => Ends(events, bad).Count >= enough, $"{enough} ends of connections to '{bad.Id}'");
        var receipt = await transport.SendTextAsync("topic", "carried on");

        Assert.Equal(2, receipt.Acks);
        Assert.Equal(["carried on"], await subscription.TakeTextsAsync(1));
        Assert.All(Ends(events, bad), end => Assert.Equal(reason, end.Reason));
        Assert.DoesNotContain(events.Of<ConnectionClosedEventArgs>(), end => end.Relay != bad);
        var ends = logs.Entries
            .Where(entry => entry.Text.Contains(bad.ToString(), StringComparison.Ordinal) && IsEnd(entry.Text))
            .ToList();
        var warnings = ends.Where(entry => entry.Level >= LogLevel.Warning).ToList();
        Assert.All(ends, end => Assert.Contains(
            causes, cause => end.Text.Contains(cause, StringComparison.Ordinal)));
        Assert.All(warnings, warning => Assert.Equal(LogLevel.Warning, warning.Level));
        Assert.True(warnings.Count >= 1 && warnings.Count <= causes.Length, string.Join('\n', warnings));
        Assert.Equal(warnings.Count, warnings.DistinctBy(warning => CauseOf(warning.Text)).Count());
        Assert.Contains(ends, end => end.Level == LogLevel.Debug);
    }

    // What ConnectAsync says after its short time is of no interest here: dialling goes on.
    private static async Task ConnectAsync(RelayWebSocketTransport transport)
    {
        try
        {
            await transport.ConnectAsync();
        }
        catch (RelayConnectException)
        {
        }
    }

    private static bool IsEnd(string line) => line.Contains("Next dial in", StringComparison.Ordinal);

    // Connections have numbers, and every redial waits for another time.
    private static string CauseOf(string line) =>
        line[line.IndexOf('(', line.IndexOf(')', StringComparison.Ordinal))..line.IndexOf(
            "Next dial in", StringComparison.Ordinal)];

    private static List<ConnectionClosedEventArgs> Ends(EventRecorder events, RelayEndpoint relay) =>
        [.. events.Of<ConnectionClosedEventArgs>().Where(closed => closed.Relay == relay)];
}
