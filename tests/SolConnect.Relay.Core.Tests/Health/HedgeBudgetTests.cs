using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

public sealed class HedgeBudgetTests
{
    [Theory]
    [InlineData(0, 31, false, "a burst of 32 copies is free")]
    [InlineData(0, 32, true, "the burst is used up")]
    [InlineData(5_000, 32, true, "credit is bounded")]
    public void Copies_are_charged_against_what_was_earned(int messages, int copies, bool isUsedUp, string why)
    {
        var budget = new HedgeBudget();

        Earn(budget, messages);
        budget.Charge(copies);

        Assert.True(isUsedUp == budget.IsUsedUp, why);
    }

    [Fact]
    public void Ten_messages_earn_one_copy()
    {
        var budget = new HedgeBudget();
        budget.Charge(33);

        Earn(budget, 9);
        Assert.True(budget.IsUsedUp);
        Earn(budget, 2);

        Assert.False(budget.IsUsedUp);
    }

    [Fact]
    public void A_debt_is_bounded_so_that_one_long_fault_is_not_paid_for_all_day()
    {
        var budget = new HedgeBudget();
        budget.Charge(1_000_000);

        Earn(budget, 315);
        Assert.True(budget.IsUsedUp);
        Earn(budget, 10);

        Assert.False(budget.IsUsedUp);
    }

    private static void Earn(HedgeBudget budget, int messages)
    {
        for (var count = 0; count < messages; count++)
        {
            budget.Earn();
        }
    }
}
