using System.Net.WebSockets;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Connections;

public sealed class RelayConnectionTests : IDisposable
{
    private const int MaxMessageBytes = 100_000;
    private static readonly ConnectionEnd Requested = new(CloseReason.Requested, "Enough.");

    private readonly ManualTimeProvider _time = new();
    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 1, relays: 1);
    private readonly FakeWebSocket _socket = new();

    [Fact]
    public async Task A_dial_that_fails_says_how_in_one_input()
    {
        var how = new ConnectionEnd(CloseReason.TlsFailed, "No certificate.");

        var connection = Connect(FakeDialer.Throwing(new ConnectFailedException(how)));

        var input = await TakeAsync();
        Assert.Equal((SessionInputKind.DialFailed, 7), (input.Kind, input.Connection));
        Assert.Same(how, input.End);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task Whatever_a_dialer_throws_costs_only_this_dial()
    {
        var connection = Connect(FakeDialer.Throwing(new NotSupportedException("odd\nthing")));

        var end = (await TakeAsync()).End;

        Assert.Equal(CloseReason.Unreachable, end.Reason);
        Assert.DoesNotContain('\n', end.Detail);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task Closing_ends_a_dial_that_hangs_with_the_reason_of_the_close()
    {
        var connection = Connect(FakeDialer.Hanging());

        connection.Close(Requested);

        var input = await TakeAsync();
        Assert.Equal(SessionInputKind.DialFailed, input.Kind);
        Assert.Same(Requested, input.End);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task A_message_in_fragments_arrives_whole()
    {
        var connection = await OpenAsync();

        _socket.Push([1, 2], isLast: false);
        _socket.Push([3]);

        var input = await TakeAsync();
        Assert.Equal(SessionInputKind.Received, input.Kind);
        Assert.Equal([1, 2, 3], input.Bytes.ToArray());
        await CutAsync(connection);
    }

    [Fact]
    public async Task What_is_written_goes_out_and_its_buffer_comes_back()
    {
        var connection = await OpenAsync();
        var buffer = new WireBuffer();
        new PingFrame(1).Write(buffer);
        var bytes = buffer.Written.ToArray();

        connection.Write(buffer);

        var input = await TakeAsync();
        Assert.Equal(SessionInputKind.Written, input.Kind);
        Assert.Same(buffer, input.Buffer);
        Assert.Equal(bytes, await _socket.Sent.Reader.ReadAsync());
        await CutAsync(connection);
        Assert.False(_socket.HasSeenToken);
    }

    [Fact]
    public async Task A_reader_whose_buffers_are_all_in_the_inbox_waits_until_one_comes_back()
    {
        var connection = await OpenAsync();
        for (byte i = 0; i <= ReceiveBuffers.Count; i++)
        {
            _socket.Push([i]);
        }

        var received = new List<SessionInput>();
        for (var i = 0; i < ReceiveBuffers.Count; i++)
        {
            received.Add(await TakeAsync());
        }

        var isMoreThere = _inbox.TryTake(out _);
        connection.Return(received[0].Bytes);

        Assert.False(isMoreThere);
        Assert.Equal([ReceiveBuffers.Count], (await TakeAsync()).Bytes.ToArray());
        await CutAsync(connection);
    }

    [Fact]
    public async Task A_close_by_the_relay_is_reported_with_its_status_and_a_harmless_text()
    {
        var connection = await OpenAsync();

        _socket.Push([], WebSocketMessageType.Close);

        var end = (await TakeAsync()).End;
        Assert.Equal(CloseReason.ClosedByRelay, end.Reason);
        Assert.Contains("1001 'line\uFFFDbreak'", end.Detail, StringComparison.Ordinal);
        await EndedAsync(connection);
        Assert.True(_socket.OutputClosed.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_text_message_is_a_protocol_error_and_the_relay_is_told()
    {
        var connection = await OpenAsync();

        _socket.Push([1], WebSocketMessageType.Text);

        Assert.Equal(CloseReason.ProtocolError, (await TakeAsync()).End.Reason);
        Assert.Equal(WebSocketCloseStatus.ProtocolError, await _socket.OutputClosed.Task);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_the_connection_before_it_is_whole()
    {
        var connection = await OpenAsync();

        for (var sent = 0; sent < MaxMessageBytes; sent += 10_000)
        {
            _socket.Push(new byte[10_000], isLast: false);
        }

        Assert.Equal(CloseReason.LimitExceeded, (await TakeAsync()).End.Reason);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task Endless_empty_fragments_end_the_connection()
    {
        var connection = await OpenAsync();

        for (var i = 0; i < 100; i++)
        {
            _socket.Push([], isLast: false);
        }

        Assert.Equal(CloseReason.LimitExceeded, (await TakeAsync()).End.Reason);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_reset()
    {
        var connection = await OpenAsync();

        _socket.Break(new WebSocketException("broken pipe"));

        var input = await TakeAsync();
        Assert.Equal(SessionInputKind.ConnectionLost, input.Kind);
        Assert.Equal(CloseReason.Reset, input.End.Reason);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task Closing_says_goodbye_and_cuts_a_relay_that_does_not_answer()
    {
        var connection = await OpenAsync();

        connection.Close(Requested);
        var status = await _socket.OutputClosed.Task.WithinPatienceAsync("the close frame");
        var cutBefore = _socket.Aborted.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(WebSocketCloseStatus.NormalClosure, status);
        Assert.False(cutBefore);
        Assert.Same(Requested, (await TakeAsync()).End);
        await EndedAsync(connection);
    }

    [Fact]
    public async Task Cutting_ends_a_write_that_hangs()
    {
        _socket.SendGate = new TaskCompletionSource().Task;
        var connection = await OpenAsync();
        connection.Write(new WireBuffer());

        connection.Abort(Requested);

        await EndedAsync(connection);
        Assert.True(_socket.Aborted.IsCompleted);
    }

    public void Dispose() => _socket.Dispose();

    private static Task EndedAsync(RelayConnection connection) =>
        connection.Completion.WithinPatienceAsync("the connection's end");

    private static async Task CutAsync(RelayConnection connection)
    {
        connection.Abort(Requested);
        await EndedAsync(connection);
    }

    private RelayConnection Connect(IWebSocketDialer dialer) =>
        new(7, ValidOptions.Relay("a"), AccessTokenReason.Connect, dialer, _inbox, MaxMessageBytes, _time);

    private async Task<RelayConnection> OpenAsync()
    {
        var connection = Connect(FakeDialer.Opening(_socket));
        Assert.Equal(SessionInputKind.DialSucceeded, (await TakeAsync()).Kind);
        return connection;
    }

    private async Task<SessionInput> TakeAsync()
    {
        await _inbox.WaitAsync().AsTask().WithinPatienceAsync("an input");
        Assert.True(_inbox.TryTake(out var input));
        return input;
    }
}
