using System.Threading.Channels;

namespace SolConnect.Relay.Tests.Authentication;

/// <summary>A provider whose calls a test answers one by one.</summary>
internal sealed class TokenDesk
{
    // Only to end a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<TokenCall> _calls = Channel.CreateUnbounded<TokenCall>();
    private int _count;

    public int Calls => Volatile.Read(ref _count);

    public ValueTask<string?> AskAsync(AccessTokenContext context, CancellationToken cancellationToken)
    {
        var call = new TokenCall(context, cancellationToken);
        Interlocked.Increment(ref _count);
        _calls.Writer.TryWrite(call);
        return new(call.Task);
    }

    public Task<TokenCall> NextAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
