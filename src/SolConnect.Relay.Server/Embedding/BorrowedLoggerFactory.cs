using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Server.Embedding;

/// <summary>Somebody else's logger factory, which must outlive the host that uses it.</summary>
internal sealed class BorrowedLoggerFactory(ILoggerFactory owner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => owner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => owner.AddProvider(provider);

    public void Dispose()
    {
    }
}
