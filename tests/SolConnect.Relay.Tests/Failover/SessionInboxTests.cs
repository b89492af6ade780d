using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

public class SessionInboxTests
{
    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 1, relays: 1);

    [Fact]
    public void Inputs_come_out_in_the_order_in_which_they_went_in()
    {
        _inbox.Post(SessionInput.Start());
        _inbox.Post(SessionInput.Drain());
        _inbox.Post(SessionInput.Stop());

        Assert.Equal(
            [SessionInputKind.Start, SessionInputKind.Drain, SessionInputKind.Stop], Take().Select(input => input.Kind));
    }

    [Fact]
    public void Many_wakes_are_one_input_until_the_loop_has_taken_it()
    {
        _inbox.Wake();
        _inbox.Wake();
        var first = Take();
        _inbox.Wake();

        Assert.Single(first);
        Assert.Single(Take());
    }

    [Fact]
    public void Of_relay_lists_that_the_loop_has_not_taken_the_newest_is_one_input()
    {
        RelayEndpoint[] first = [new("a", new("wss://a.example"))], second = [new("b", new("wss://b.example"))];
        _inbox.PostRelays(first);
        _inbox.PostRelays(second);
        var taken = Take();
        _inbox.PostRelays(first);

        Assert.Same(second, Assert.Single(taken).Relays);
        Assert.Same(first, Assert.Single(Take()).Relays);
    }

    [Fact]
    public void A_source_that_exceeds_its_share_is_noticed_because_its_input_is_missing()
    {
        for (var i = 0; i < _inbox.Capacity; i++)
        {
            Assert.True(_inbox.Post(SessionInput.Start()));
        }

        var hadOverflowed = _inbox.HasOverflowed;
        var isTaken = _inbox.Post(SessionInput.Start());

        Assert.False(hadOverflowed);
        Assert.False(isTaken);
        Assert.True(_inbox.HasOverflowed);
    }

    [Fact]
    public async Task A_closed_inbox_takes_nothing_more_and_gives_out_what_it_has()
    {
        _inbox.Post(SessionInput.Start());

        _inbox.Close();
        var isTaken = _inbox.Post(SessionInput.Stop());

        Assert.False(isTaken);
        Assert.False(_inbox.HasOverflowed);
        Assert.True(await _inbox.WaitAsync());
        Assert.Single(Take());
        Assert.False(await _inbox.WaitAsync());
    }

    private List<SessionInput> Take()
    {
        var inputs = new List<SessionInput>();
        while (_inbox.TryTake(out var input))
        {
            inputs.Add(input);
        }

        return inputs;
    }
}
