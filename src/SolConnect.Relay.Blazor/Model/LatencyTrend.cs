using System.Globalization;
using System.Text;

namespace SolConnect.Relay.Blazor.Model;

/// <summary>A relay's latency over the last minutes as a line, and in words for those who cannot see it.</summary>
/// <param name="Path">
/// SVG path data in a box of <see cref="Width"/> by <see cref="Height"/>, the newest sample at the right edge; empty without
/// a sample. A time without a connection is a gap in the line.
/// </param>
/// <param name="Description">The range and the newest value, in words.</param>
public sealed record LatencyTrend(string Path, string Description)
{
    /// <summary>The width of the box.</summary>
    public const int Width = 120;

    /// <summary>The height of the box.</summary>
    public const int Height = 24;

    // Room for the width of the line.
    private const double Margin = 2;

    // Below this, differences are noise and are not blown up to the full height.
    private static readonly TimeSpan LeastScale = TimeSpan.FromMilliseconds(1);

    /// <param name="samples">Oldest first, <c>null</c> while there was no connection.</param>
    /// <param name="capacity">So many samples fill the width.</param>
    internal static LatencyTrend Of(IReadOnlyList<TimeSpan?> samples, int capacity)
    {
        var known = samples.OfType<TimeSpan>().ToList();
        if (known.Count == 0)
        {
            return new("", "no latency measured yet");
        }

        var range = known.Min() == known.Max()
            ? $"steady at {StatusText.Of(known[0])}"
            : $"from {StatusText.Of(known.Min())} to {StatusText.Of(known.Max())}";
        var now = samples[^1] is { } newest ? $"now {StatusText.Of(newest)}" : "not connected now";
        return new(Draw(samples, capacity, known.Max() > LeastScale ? known.Max() : LeastScale), $"{range}, {now}");
    }

    private static string Draw(IReadOnlyList<TimeSpan?> samples, int capacity, TimeSpan scale)
    {
        var path = new StringBuilder();
        var step = (Width - (2 * Margin)) / Math.Max(1, capacity - 1);
        var isDrawing = false;
        for (var index = 0; index < samples.Count; index++)
        {
            if (samples[index] is not { } sample)
            {
                isDrawing = false;
                continue;
            }

            var x = Width - Margin - ((samples.Count - 1 - index) * step);
            var y = Height - Margin - ((Height - (2 * Margin)) * (sample / scale));
            var point = string.Create(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
            // A line of no length has round ends, so that a single sample is a dot.
            path.Append(isDrawing ? $"L{point}" : $"M{point}L{point}");
            isDrawing = true;
        }

        return path.ToString();
    }
}
