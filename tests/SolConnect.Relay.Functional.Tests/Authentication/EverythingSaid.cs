using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Functional.Tests.Authentication;

/// <summary>All text that a transport and its relays let out: logs with their exceptions, events, errors, snapshots.</summary>
internal sealed class EverythingSaid : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _texts = new();

    public string Text => string.Join('\n', _texts);

    public void Listen(RelayWebSocketTransport transport)
    {
        transport.StateChanged += Add;
        transport.Manager.PrimaryConnected += Add;
        transport.Manager.FailoverStarted += Add;
        transport.Manager.FailoverCompleted += Add;
        transport.Manager.RelayDiscovered += Add;
        transport.Manager.RelayHealthChanged += Add;
        transport.Manager.ConnectionClosed += Add;
        transport.Manager.AlertRaised += Add;
    }

    public void Add(Exception error) => _texts.Enqueue(error.ToString());

    public void AddSnapshots(RelayWebSocketTransport transport)
    {
        Describe(transport);
        Describe(transport.Manager);
        Describe(transport.GetRelayMetrics());
        foreach (var relay in transport.GetAvailableRelays())
        {
            Describe(relay);
        }

        foreach (var connection in transport.GetActiveConnections())
        {
            Describe(connection);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _texts.Enqueue($"{eventId} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }

    private void Add(object? sender, EventArgs raised) => Describe(raised);

    // What it prints, and every property of it, because most events print only their type.
    private void Describe(object thing)
    {
        _texts.Enqueue($"{thing}");
        foreach (var property in thing.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            _texts.Enqueue($"{property.Name}: {property.GetValue(thing)}");
        }
    }
}
