using SolConnect.Relay.Benchmarks.Load;

namespace SolConnect.Relay.Benchmarks.Scale;

/// <summary>What was measured at one number.</summary>
/// <param name="LoneSend">Microseconds of a send that is alone; NaN where it makes no sense.</param>
/// <param name="SetUp">Microseconds for each, to get there.</param>
/// <param name="BytesEach">Of memory, for each; NaN where it is not measured.</param>
internal readonly record struct ScaleCell(double MicrosecondsPerMessage, double LoneSend, double SetUp, double BytesEach)
{
    public static ScaleCell Median(IReadOnlyCollection<ScaleCell> cells) => new(
        Turns.MedianOf(cells.Select(cell => cell.MicrosecondsPerMessage)), Turns.MedianOf(cells.Select(cell => cell.LoneSend)),
        Turns.MedianOf(cells.Select(cell => cell.SetUp)), Turns.MedianOf(cells.Select(cell => cell.BytesEach)));
}
