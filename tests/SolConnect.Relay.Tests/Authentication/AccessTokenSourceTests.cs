using SolConnect.Relay.Authentication;
using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Tests.Authentication;

public sealed class AccessTokenSourceTests
{
    private static readonly RelayEndpoint A = new("a", new Uri("wss://a.example/relay"));
    private static readonly RelayEndpoint B = new("b", new Uri("wss://b.example/relay"));

    private readonly TokenDesk _desk = new();
    private readonly AccessTokenSource _source;

    public AccessTokenSourceTests() => _source = new(_desk.AskAsync, TimeProvider.System);

    private Task<string> AskAsync(
        RelayEndpoint relay, AccessTokenReason reason = AccessTokenReason.Connect, CancellationToken cancel = default) =>
        _source.GetAsync(relay, reason, cancel).AsTask();

    [Fact]
    public async Task The_provider_is_told_the_relay_and_the_reason()
    {
        var token = AskAsync(A);

        var call = await _desk.NextAsync();
        Assert.Equal(new AccessTokenContext(A, AccessTokenReason.Connect), call.Context);
        call.Answer("t1");

        Assert.Equal("t1", await token);
    }

    [Fact]
    public async Task Whoever_asks_for_the_same_relay_meanwhile_shares_the_call()
    {
        var first = AskAsync(A);
        var call = await _desk.NextAsync();
        var second = AskAsync(A);

        call.Answer("t1");

        Assert.Equal(["t1", "t1"], await Task.WhenAll(first, second));
        Assert.Equal(1, _desk.Calls);
    }

    [Fact]
    public async Task Different_relays_have_calls_of_their_own()
    {
        var first = AskAsync(A);
        var forA = await _desk.NextAsync();
        var second = AskAsync(B);
        var forB = await _desk.NextAsync();

        forB.Answer("for-b");
        forA.Answer("for-a");

        Assert.Equal(["for-a", "for-b"], await Task.WhenAll(first, second));
    }

    [Fact]
    public async Task A_later_question_is_a_new_call_because_the_provider_keeps_its_own_tokens()
    {
        await GiveAsync(A, "t1");
        await GiveAsync(A, "t2");

        Assert.Equal(2, _desk.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refresh_is_shared_by_every_relay_that_holds_the_refused_token(bool whileItRuns)
    {
        await GiveAsync(A, "old");
        await GiveAsync(B, "old");

        var forA = AskAsync(A, AccessTokenReason.Refused);
        var call = await _desk.NextAsync();
        var forB = whileItRuns ? AskAsync(B, AccessTokenReason.Refused) : null;
        call.Answer("new");
        Assert.Equal("new", await forA);
        forB ??= AskAsync(B, AccessTokenReason.Refused);

        Assert.Equal("new", await forB);
        Assert.Equal(3, _desk.Calls);
        Assert.Equal(AccessTokenReason.Refused, call.Context.Reason);
    }

    [Fact]
    public async Task A_relay_with_another_token_gets_a_refresh_of_its_own()
    {
        await GiveAsync(A, "for-a");
        await GiveAsync(B, "for-b");
        await GiveAsync(A, "new-for-a", AccessTokenReason.Refused);

        await GiveAsync(B, "new-for-b", AccessTokenReason.Refused);

        Assert.Equal(4, _desk.Calls);
    }

    [Fact]
    public async Task A_call_that_nobody_waits_for_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var token = AskAsync(A, cancel: cancel.Token);
        var call = await _desk.NextAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => token);
        await call.Cancelled;
    }

    [Fact]
    public async Task A_call_goes_on_while_somebody_waits_for_it()
    {
        using var cancel = new CancellationTokenSource();
        var impatient = AskAsync(A, cancel: cancel.Token);
        var call = await _desk.NextAsync();
        var patient = AskAsync(A);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        call.Answer("t1");

        Assert.Equal("t1", await patient);
    }

    [Fact]
    public async Task A_provider_that_ignores_its_cancellation_is_not_called_a_second_time_for_the_relay()
    {
        using var cancel = new CancellationTokenSource();
        var token = AskAsync(A, cancel: cancel.Token);
        var deaf = await _desk.NextAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => token);

        var next = AskAsync(A);
        var forB = AskAsync(B);
        var call = await _desk.NextAsync();
        Assert.Equal(B, call.Context.Relay);
        call.Answer("for-b");
        await forB;
        Assert.Equal(2, _desk.Calls);

        deaf.Answer("too-late");
        call = await _desk.NextAsync();
        call.Answer("in-time");
        Assert.Equal("in-time", await next);
    }

    [Fact]
    public async Task A_provider_that_throws_is_asked_twice_more()
    {
        var token = AskAsync(A);
        (await _desk.NextAsync()).Throw(new InvalidOperationException("once"));
        (await _desk.NextAsync()).Throw(new InvalidOperationException("twice"));
        (await _desk.NextAsync()).Answer("t1");

        Assert.Equal("t1", await token);
    }

    [Fact]
    public async Task What_a_provider_throws_is_named_by_its_type_alone()
    {
        var token = AskAsync(A);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await _desk.NextAsync()).Throw(new InvalidOperationException("s3cret"));
        }

        var failure = await Assert.ThrowsAsync<ConnectFailedException>(() => token);
        Assert.Equal(CloseReason.NoAccessToken, failure.End.Reason);
        Assert.Equal("The AccessTokenProvider threw InvalidOperationException.", failure.End.Detail);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "gave no token")]
    [InlineData("", "gave no token")]
    [InlineData("s3cret\r\nX-Injected: 1", "not visible ASCII")]
    [InlineData("s3cret s3cret", "not visible ASCII")]
    [InlineData("s3cr\u00E9t", "not visible ASCII")]
    [InlineData("s3cret\0", "not visible ASCII")]
    public async Task A_token_that_cannot_be_used_is_refused_without_being_repeated(string? token, string why)
    {
        var asked = AskAsync(A);
        (await _desk.NextAsync()).Answer(token);

        var failure = await Assert.ThrowsAsync<ConnectFailedException>(() => asked);

        Assert.Equal(CloseReason.NoAccessToken, failure.End.Reason);
        Assert.Contains(why, failure.End.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _desk.Calls);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void A_token_has_at_most_as_many_characters_as_the_protocol_carries(int length, bool isGood) =>
        Assert.Equal(isGood, AccessTokenRules.Check(new('t', length)) is null);

    private async Task GiveAsync(
        RelayEndpoint relay, string token, AccessTokenReason reason = AccessTokenReason.Connect)
    {
        var asked = AskAsync(relay, reason);
        (await _desk.NextAsync()).Answer(token);
        Assert.Equal(token, await asked);
    }
}
