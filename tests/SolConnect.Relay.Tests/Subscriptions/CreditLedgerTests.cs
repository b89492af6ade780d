using SolConnect.Relay.Subscriptions;

namespace SolConnect.Relay.Tests.Subscriptions;

public class CreditLedgerTests
{
    private readonly CreditLedger _ledger = new(bufferBytes: 400);

    [Fact]
    public void Credit_is_summed_up_for_each_connection()
    {
        _ledger.Add(origin: 1, credit: 10, queueIsEmpty: false);
        _ledger.Add(origin: 2, credit: 20, queueIsEmpty: false);
        _ledger.Add(origin: 1, credit: 30, queueIsEmpty: false);

        Assert.Equal([new(1, 40), new(2, 20)], TakeAll());
        Assert.Empty(TakeAll());
    }

    [Theory]
    [InlineData(99, false, false)]
    [InlineData(100, false, true)]
    [InlineData(1, true, true)]
    public void The_loop_is_told_at_a_quarter_of_the_buffer_or_when_the_queue_is_empty(
        int credit, bool queueIsEmpty, bool isTold)
    {
        Assert.Equal(isTold, _ledger.Add(origin: 1, credit, queueIsEmpty));
    }

    [Fact]
    public void The_loop_is_told_once_until_it_has_taken_the_credit()
    {
        var first = _ledger.Add(origin: 1, credit: 100, queueIsEmpty: true);
        var second = _ledger.Add(origin: 1, credit: 100, queueIsEmpty: true);
        TakeAll();
        var third = _ledger.Add(origin: 1, credit: 100, queueIsEmpty: true);

        Assert.Equal((true, false, true), (first, second, third));
    }

    private List<ReturnedCredit> TakeAll()
    {
        var credit = new List<ReturnedCredit>();
        _ledger.TakeAll(credit);
        return credit;
    }
}
