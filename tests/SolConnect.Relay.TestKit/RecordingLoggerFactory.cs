using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.TestKit;

/// <summary>Keeps what is logged, from every category.</summary>
public sealed class RecordingLoggerFactory : ILoggerFactory
{
    private readonly RecordingLogger _logger = new();

    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<(LogLevel Level, EventId Id, string Text)> Entries => _logger.Entries;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _logger;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
