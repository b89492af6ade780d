namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>
/// Counts, for every run of messages that one transport sent to one topic, whether they came once and in order. Thread-safe.
/// </summary>
internal sealed class SoakTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Topic, int Run), (long Sent, long Came)> _runs = [];

    public long Sent { get; private set; }

    public long Received { get; private set; }

    public long Duplicated { get; private set; }

    public long OutOfOrder { get; private set; }

    public long Gaps { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Why sends ended without a receipt, each reason once.</summary>
    public HashSet<string> Failures { get; } = [];

    /// <summary>Sent and not received.</summary>
    public long Missing
    {
        get
        {
            lock (_lock)
            {
                return _runs.Values.Sum(run => run.Sent - run.Came);
            }
        }
    }

    public void NoteReceipt(int topic, int run)
    {
        lock (_lock)
        {
            var known = _runs.GetValueOrDefault((topic, run));
            _runs[(topic, run)] = known with { Sent = known.Sent + 1 };
            Sent++;
        }
    }

    public void NoteFailure(Exception error)
    {
        lock (_lock)
        {
            Failed++;
            Failures.Add($"{error.GetType().Name}: {error.Message}");
        }
    }

    /// <param name="number">1, 2, 3 … within the run.</param>
    public void NoteMessage(int topic, int run, long number, bool isAfterGap)
    {
        lock (_lock)
        {
            var known = _runs.GetValueOrDefault((topic, run));
            Gaps += isAfterGap ? 1 : 0;
            if (number <= known.Came)
            {
                Duplicated++;
                return;
            }

            OutOfOrder += number > known.Came + 1 && !isAfterGap ? 1 : 0;
            Received++;
            _runs[(topic, run)] = known with { Came = known.Came + 1 };
        }
    }
}
