using SolConnect.Relay.Core;
using SolConnect.Relay.Simulation.FalseAlarms.Measuring;

namespace SolConnect.Relay.Simulation.Tests.FalseAlarms;

public class FixedTimeoutTests
{
    private readonly FixedTimeout _timeout = new(TimeSpan.FromMilliseconds(250));

    [Fact]
    public void An_answer_in_time_moves_nobody()
    {
        _timeout.Acknowledged(At(0), At(250));

        Assert.Equal(0, _timeout.Moves);
    }

    [Fact]
    public void What_was_sent_before_it_moved_is_not_counted_again()
    {
        _timeout.Acknowledged(At(0), At(600));
        _timeout.Acknowledged(At(249), At(600));
        _timeout.Acknowledged(At(250), At(600));

        Assert.Equal(2, _timeout.Moves);
    }

    private static Instant At(int milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds).Ticks);
}
