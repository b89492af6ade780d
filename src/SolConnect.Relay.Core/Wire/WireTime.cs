namespace SolConnect.Relay.Core.Wire;

/// <summary>Message timestamps: milliseconds since 1970-01-01 UTC.</summary>
internal static class WireTime
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A peer may send any number; one beyond the calendar becomes its last day.</summary>
    public static DateTimeOffset ToDateTime(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, Latest));
}
