namespace SolConnect.Relay.Blazor.Tests.Model;

public class StatusTextTests
{
    [Theory]
    [InlineData(0.0421, "0.04 ms")]
    [InlineData(9.994, "9.99 ms")]
    [InlineData(12.34, "12.3 ms")]
    [InlineData(312.4, "312 ms")]
    [InlineData(1_234, "1.2 s")]
    public void Latencies_have_three_digits_at_most(double milliseconds, string expected) =>
        Assert.Equal(expected, StatusText.Of(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Long_times_have_two_units(double seconds, string expected) =>
        Assert.Equal(expected, StatusText.Long(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1 MB")]
    [InlineData(12_345_678, "12.3 MB")]
    [InlineData(1_234_567_890_123, "1,234.6 GB")]
    public void Amounts_of_data_have_three_digits(long bytes, string expected) =>
        Assert.Equal(expected, StatusText.Bytes(bytes));

    [Fact]
    public void Names_of_values_become_words()
    {
        Assert.Equal("connection lost", StatusText.WordsOf(FailoverReason.ConnectionLost));
        Assert.Equal("Outbox full", StatusText.WordsOf(AlertKind.OutboxFull, capital: true));
    }
}
