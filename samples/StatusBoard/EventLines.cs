using System.Globalization;
using SolConnect.Relay;
using Spectre.Console;

namespace StatusBoard;

/// <summary>The last events of a transport, one line of markup each.</summary>
internal sealed class EventLines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<string> _lines = [];
    private readonly RelayWebSocketTransport _transport;
    private readonly int _capacity;
    private readonly TimeProvider _clock;

    public EventLines(RelayWebSocketTransport transport, int capacity, TimeProvider clock)
    {
        (_transport, _capacity, _clock) = (transport, capacity, clock);
        transport.StateChanged += Tell;
        transport.Manager.FailoverCompleted += Tell;
        transport.Manager.AlertRaised += Tell;
        transport.Manager.GapDetected += Tell;
    }

    public IReadOnlyList<string> Newest
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Dispose()
    {
        _transport.StateChanged -= Tell;
        _transport.Manager.FailoverCompleted -= Tell;
        _transport.Manager.AlertRaised -= Tell;
        _transport.Manager.GapDetected -= Tell;
    }

    private void Tell(object? sender, TransportStateChangedEventArgs change) =>
        Add(change.NewState switch
        {
            TransportState.Connected => "green",
            TransportState.Offline or TransportState.Faulted => "red",
            _ => "grey",
        }, $"{change.NewState}: {change.Reason}");

    private void Tell(object? sender, FailoverCompletedEventArgs failover) =>
        Add("yellow", failover.Reason == FailoverReason.Recovered
            ? $"{failover.OldRelay.Id} answered again and stays"
            : $"{failover.OldRelay.Id} → {failover.NewRelay.Id}: {failover.Reason}, noticed after "
                + $"{failover.DetectionTime.TotalMilliseconds:0.0} ms, took {failover.FailoverTime.TotalMilliseconds:0.0} ms, "
                + $"{failover.MessagesResent:N0} sent again");

    private void Tell(object? sender, AlertRaisedEventArgs alert) => Add("red", $"{alert.Kind}: {alert.Detail}");

    private void Tell(object? sender, GapDetectedEventArgs gap) =>
        Add("red", $"{gap.Gap.Count:N0} messages lost on '{gap.Topic}': {gap.Gap.Reason}");

    private void Add(string color, string text)
    {
        var time = _clock.GetLocalNow().ToString("HH:mm:ss.f", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            _lines.AddFirst($"[grey]{time}[/]  [{color}]{Markup.Escape(text)}[/]");
            if (_lines.Count > _capacity)
            {
                _lines.RemoveLast();
            }
        }
    }
}
