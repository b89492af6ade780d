using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Diagnostics;

public class SessionReporterTests
{
    private static readonly RelayEndpoint A = ValidOptions.Relay("a");
    private static readonly RelayEndpoint B = new("b", new("wss://b.example/relay?key=secret"));

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _log = new();
    private readonly List<SessionEvent> _raised = [];
    private readonly List<TransportStateChangedEventArgs> _changes = [];
    private readonly SessionReporter _reporter;

    public SessionReporterTests() =>
        _reporter = new(
            new TransportStatus(_log, _changes.Add), _log, new SessionClock(_time), _raised.Add);

    [Fact]
    public void A_state_is_told_by_the_status_alone()
    {
        _reporter.Report(new SessionEvent.StateChanged(TransportState.Connecting, TransportState.Connected, "open"));

        Assert.Single(_changes);
        Assert.Empty(_raised);
        Assert.Equal(100, Assert.Single(_log.Entries).Id.Id);
    }

    [Fact]
    public void A_relay_that_fails_again_in_the_same_way_is_a_warning_once()
    {
        for (var i = 0; i < 3; i++)
        {
            _reporter.Report(Failure("TCP cannot connect: ConnectionRefused."));
        }

        _reporter.Report(Failure("The name cannot be resolved: HostNotFound."));

        Assert.Equal(
            [LogLevel.Warning, LogLevel.Debug, LogLevel.Debug, LogLevel.Warning],
            _log.Entries.Select(entry => entry.Level));
        Assert.Equal(4, _raised.Count);
    }

    [Fact]
    public void A_relay_that_was_open_for_a_while_is_news_again()
    {
        _reporter.Report(Failure("refused"));
        _reporter.Report(new SessionEvent.RelayOpened(A, Connection: 2, IsPrimary: true, TimeSpan.Zero));
        _time.Advance(ConnectionFailureLog.Probation);
        _reporter.Report(Failure("reset") with { WasOpen = true });
        _reporter.Report(Failure("refused"));

        Assert.Equal(3, _log.Entries.Count(entry => entry.Level == LogLevel.Warning));
    }

    [Fact]
    public void A_close_that_was_asked_for_is_a_detail()
    {
        _reporter.Report(new SessionEvent.RelayClosed(
            A, Connection: 1, CloseReason.Requested, "Disconnected.", WasOpen: true, WasPrimary: true, TimeSpan.Zero));

        Assert.Equal((LogLevel.Debug, 111), (_log.Entries[0].Level, _log.Entries[0].Id.Id));
    }

    [Theory]
    [InlineData(AlertKind.OutboxFull, LogLevel.Warning)]
    [InlineData(AlertKind.RelayMisbehaved, LogLevel.Debug)]
    [InlineData(AlertKind.RelayRefusedClient, LogLevel.Error)]
    [InlineData(AlertKind.Offline, LogLevel.Error)]
    [InlineData(AlertKind.RelaySetMismatch, LogLevel.Error)]
    [InlineData(AlertKind.TopicRefused, LogLevel.Error)]
    [InlineData(AlertKind.RelayListRefused, LogLevel.Error)]
    public void An_alert_is_an_error_where_somebody_has_to_act(AlertKind kind, LogLevel level)
    {
        _reporter.Report(new SessionEvent.Alert(kind, Relay: null, "Something."));

        Assert.Equal(level, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public void Lost_messages_are_an_error_that_names_them()
    {
        var gap = new MessageGap(new(Guid.Empty), Generation: 2, First: 3, Last: 5, GapReason.Missing);

        _reporter.Report(new SessionEvent.GapDetected("prices", Subscription: 1, gap));

        var entry = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.Contains("Messages 3 to 5", entry.Text, StringComparison.Ordinal);
        Assert.Contains("'prices'", entry.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SubscriptionOutcome.Fresh, LogLevel.Debug)]
    [InlineData(SubscriptionOutcome.Resumed, LogLevel.Debug)]
    [InlineData(SubscriptionOutcome.Gap, LogLevel.Warning)]
    [InlineData(SubscriptionOutcome.Reset, LogLevel.Warning)]
    public void A_confirmed_subscription_is_a_warning_where_messages_may_be_lost(
        SubscriptionOutcome outcome, LogLevel level)
    {
        _reporter.Report(
            new SessionEvent.SubscriptionConfirmed("prices", Subscription: 1, B, outcome, new(default, 7)));

        var entry = Assert.Single(_log.Entries);
        Assert.Equal(level, entry.Level);
        Assert.Contains($"{outcome}, from offset 7", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_query_string_of_an_address_is_never_logged()
    {
        _reporter.Report(new SessionEvent.PrimaryConnected(B));
        _reporter.Report(new SessionEvent.FailoverStarted(B, FailoverReason.ConnectionLost, "lost"));
        _reporter.Report(new SessionEvent.HealthChanged(B, Healthy: false, "failed three times"));

        Assert.All(
            _log.Entries, entry => Assert.Contains("b (wss://b.example/relay)", entry.Text, StringComparison.Ordinal));
        Assert.All(_log.Entries, entry => Assert.DoesNotContain("secret", entry.Text, StringComparison.Ordinal));
    }

    private static SessionEvent.RelayClosed Failure(string detail) => new(
        A, Connection: 1, CloseReason.Unreachable, detail, WasOpen: false, WasPrimary: false, TimeSpan.FromSeconds(1));
}
