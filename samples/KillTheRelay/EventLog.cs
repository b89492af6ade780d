using System.Diagnostics;
using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>What a transport told about its relays, for people, as it came.</summary>
internal sealed class EventLog
{
    private readonly Lock _lock = new();
    private readonly List<(TimeSpan At, string Text)> _events = [];
    private readonly long _started = Stopwatch.GetTimestamp();

    public EventLog(RelayWebSocketTransport transport)
    {
        var manager = transport.Manager;
        manager.RelayHealthChanged += (_, e) => Add($"{e.Relay.Id} is {(e.IsHealthy ? "well" : "suspect or gone")}: {e.Reason}");
        manager.FailoverCompleted += (_, e) => Add(
            e.Reason == FailoverReason.Recovered
                ? $"{e.OldRelay.Id} answered again and stays"
                : $"{e.NewRelay.Id} took over from {e.OldRelay.Id} {After(e.FailoverTime)} "
                + $"({e.Reason}, noticed {After(e.DetectionTime)})");
        manager.ConnectionClosed += (_, e) =>
        {
            if (e.WasOpen)
            {
                Add($"{e.Relay.Id} was lost or given up: {e.Reason}, {e.Detail}");
            }
        };
        manager.PrimaryConnected += (_, e) => Add($"{e.Relay.Id} is the primary");
        transport.StateChanged += (_, e) => Add($"the sender is {e.NewState}: {e.Reason}");
    }

    /// <summary>The last so many.</summary>
    public IReadOnlyList<(TimeSpan At, string Text)> Last(int count)
    {
        lock (_lock)
        {
            return [.. _events.TakeLast(count)];
        }
    }

    /// <summary>Those behind the first so many, for whoever has shown those.</summary>
    public IReadOnlyList<(TimeSpan At, string Text)> Behind(int count)
    {
        lock (_lock)
        {
            return [.. _events.Skip(count)];
        }
    }

    // A connection that breaks while nothing waits for a receipt costs no time at all.
    private static string After(TimeSpan time) => time == TimeSpan.Zero ? "at once" : $"after {time.TotalMilliseconds:0.0} ms";

    private void Add(string text)
    {
        lock (_lock)
        {
            _events.Add((Stopwatch.GetElapsedTime(_started), text));
        }
    }
}
