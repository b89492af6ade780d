using System.Threading.Channels;

namespace SolConnect.Relay.Tests.Discovery;

/// <summary>A directory whose answers the test gives, call by call.</summary>
internal sealed class ScriptedDirectory(string name = "scripted") : IRelayDirectory
{
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
    private int _count;

    public string Name => name;

    public int Calls => Volatile.Read(ref _count);

    /// <summary>A call waits for its answer that <see cref="NextAsync"/> has not given out.</summary>
    public bool IsCalled => _calls.Reader.Count > 0;

    public async ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default)
    {
        var call = new Call(etag, cancellationToken);
        Interlocked.Increment(ref _count);
        _calls.Writer.TryWrite(call);
        return await call.Answer.Task;
    }

    public Task<Call> NextAsync() => _calls.Reader.ReadAsync().AsTask().WithinPatienceAsync($"a call of '{name}'");

    /// <summary>Answers the next call with a list.</summary>
    public async Task GiveAsync(params RelayEndpoint[] relays) =>
        (await NextAsync()).Answer.SetResult(RelayDirectoryResult.Of(relays));

    internal sealed record Call(string? ETag, CancellationToken Cancelled)
    {
        // Deaf: a cancelled token ends nothing here unless the test says so.
        public TaskCompletionSource<RelayDirectoryResult> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
