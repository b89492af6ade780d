using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Tests;

/// <summary>Logging as it is on a full disk.</summary>
internal sealed class ThrowingLoggerFactory : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => throw new IOException("No space left on device.");

    public void Dispose()
    {
    }
}
