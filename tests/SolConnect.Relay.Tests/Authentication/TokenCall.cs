namespace SolConnect.Relay.Tests.Authentication;

/// <summary>One call of a provider, which ends when the test says so and not when it is cancelled.</summary>
internal sealed class TokenCall
{
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TokenCall(AccessTokenContext context, CancellationToken cancellationToken)
    {
        Context = context;
        cancellationToken.Register(() => _cancelled.TrySetResult());
    }

    public AccessTokenContext Context { get; }

    public Task<string?> Task => _answer.Task;

    public Task Cancelled => _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Answer(string? token) => _answer.SetResult(token);

    public void Throw(Exception error) => _answer.SetException(error);
}
