using System.Collections.Concurrent;

namespace SolConnect.Relay.Functional.Tests.Authentication;

/// <summary>An application's token provider: gives the current token, and a new one when the old one is refused.</summary>
internal sealed class TokenMint(string first)
{
    private readonly ConcurrentQueue<AccessTokenContext> _calls = new();
    private volatile string _current = first;
    private int _number;

    public string Current => _current;

    public IReadOnlyList<AccessTokenContext> Calls => [.. _calls];

    public int Refreshes => _calls.Count(call => call.Reason == AccessTokenReason.Refused);

    public ValueTask<string?> GetAsync(AccessTokenContext context, CancellationToken cancellationToken)
    {
        _calls.Enqueue(context);
        if (context.Reason == AccessTokenReason.Refused)
        {
            _current = $"token-{Interlocked.Increment(ref _number)}";
        }

        return new(_current);
    }
}
