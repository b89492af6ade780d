namespace SolConnect.Relay.Core;

/// <summary>A moment on a monotonic clock, in ticks of 100 ns since an origin that only the clock's owner knows.</summary>
/// <remarks>Not a time of day: two processes share no origin, and differences are the only thing that means anything.</remarks>
internal readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    public static readonly Instant Never = new(long.MaxValue);

    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    public static Instant Earlier(Instant a, Instant b) => a.Ticks <= b.Ticks ? a : b;

    public static Instant Later(Instant a, Instant b) => a.Ticks >= b.Ticks ? a : b;

    public static bool operator <(Instant a, Instant b) => a.Ticks < b.Ticks;

    public static bool operator >(Instant a, Instant b) => a.Ticks > b.Ticks;

    public static bool operator <=(Instant a, Instant b) => a.Ticks <= b.Ticks;

    public static bool operator >=(Instant a, Instant b) => a.Ticks >= b.Ticks;

    public static TimeSpan operator -(Instant a, Instant b) => new(a.Ticks - b.Ticks);

    // Adding to Never stays Never, so that "no deadline" survives arithmetic.
    public static Instant operator +(Instant a, TimeSpan b) =>
        a.Ticks > long.MaxValue - Math.Max(0, b.Ticks) ? Never : new(a.Ticks + b.Ticks);

    public static Instant operator -(Instant a, TimeSpan b) => new(a.Ticks - b.Ticks);

    public override string ToString() => this == Never ? "never" : $"{TimeSpan.FromTicks(Ticks).TotalSeconds:F6} s";
}
