using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public class TransportStatusTests
{
    private readonly List<TransportStateChangedEventArgs> _changes = [];
    private readonly RecordingLogger _log = new();
    private readonly TransportStatus _status;

    public TransportStatusTests() => _status = new(_log, _changes.Add);

    [Fact]
    public void Each_change_is_raised_once_with_its_reason()
    {
        _status.BeginSession();
        _status.Report(TransportState.Connected, "all relays are open");
        _status.Report(TransportState.Connected, "all relays are open");
        _status.Report(TransportState.Degraded, "relay b is lost");

        Assert.Equal(
            [TransportState.Connecting, TransportState.Connected, TransportState.Degraded],
            _changes.Select(change => change.NewState));
        Assert.Equal(
            [TransportState.Disconnected, TransportState.Connecting, TransportState.Connected],
            _changes.Select(change => change.OldState));
        Assert.Equal("relay b is lost", _changes[^1].Reason);
    }

    [Theory]
    [InlineData(TransportState.Connected)]
    [InlineData(TransportState.Degraded)]
    public async Task Whoever_waits_for_an_open_relay_goes_on_with_the_first_one(TransportState state)
    {
        _status.BeginSession();
        var waiting = _status.WhenOpen;

        var before = waiting.IsCompleted;
        _status.Report(state, "a relay is open");

        Assert.False(before);
        await waiting.WithinPatienceAsync("the first relay");
    }

    [Fact]
    public void After_an_outage_connecting_waits_for_the_next_open_relay()
    {
        _status.BeginSession();
        _status.Report(TransportState.Connected, "open");

        _status.Report(TransportState.Offline, "none is open");

        Assert.False(_status.WhenOpen.IsCompleted);
        Assert.True(_status.IsAccepting);
    }

    [Fact]
    public async Task Disconnecting_refuses_sends_fails_the_wait_and_ignores_what_the_machine_still_says()
    {
        _status.BeginSession();
        var waiting = _status.WhenOpen;

        _status.BeginEnd();
        _status.Report(TransportState.Connected, "too late");

        Assert.False(_status.IsAccepting);
        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        Assert.Equal(TransportState.Connecting, _status.State);
        Assert.Contains("being disconnected", _status.NotConnected().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_may_begin_again_after_one_has_ended()
    {
        _status.BeginSession();
        _status.BeginEnd();
        _status.EndSession();

        _status.BeginSession();
        _status.Report(TransportState.Connected, "open again");

        Assert.True(_status.IsAccepting);
        Assert.True(_status.WhenOpen.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_fault_is_what_every_later_call_gets_each_time_as_an_exception_of_its_own()
    {
        var cause = new InvalidOperationException("a rule was broken");
        _status.BeginSession();
        var waiting = _status.WhenOpen;

        _status.Fault(cause);

        var first = Assert.Throws<TransportFaultedException>(_status.ThrowIfOver);
        var second = Assert.IsType<TransportFaultedException>(_status.NotConnected());
        Assert.NotSame(first, second);
        Assert.Same(cause, (await Assert.ThrowsAsync<TransportFaultedException>(() => waiting)).InnerException);
        Assert.Contains("a rule was broken", first.Message, StringComparison.Ordinal);
        Assert.Contains(_log.Entries, entry => entry.Id.Id == 101);
    }

    [Fact]
    public void Of_two_faults_the_first_one_is_the_cause()
    {
        var cause = new InvalidOperationException("first");
        _status.BeginSession();

        _status.Fault(cause);
        _status.Fault(new InvalidOperationException("second"));

        Assert.Same(cause, Assert.Throws<TransportFaultedException>(_status.ThrowIfOver).InnerException);
    }

    [Fact]
    public void Nothing_comes_after_disposal()
    {
        _status.BeginSession();
        _status.Close();

        _status.Fault(new InvalidOperationException("too late"));
        _status.EndSession();

        Assert.Equal(TransportState.Closed, _status.State);
        Assert.Throws<ObjectDisposedException>(_status.ThrowIfOver);
        Assert.IsType<ObjectDisposedException>(_status.NotConnected());
    }

    [Fact]
    public void A_transport_that_has_failed_can_still_be_disposed()
    {
        _status.BeginSession();
        _status.Fault(new InvalidOperationException("broken"));

        _status.Close();

        Assert.Equal(TransportState.Closed, _status.State);
    }

    [Fact]
    public void Before_connecting_the_error_says_what_to_call()
    {
        Assert.False(_status.IsAccepting);
        Assert.Contains("Call ConnectAsync first", _status.NotConnected().Message, StringComparison.Ordinal);
    }
}
