namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>
/// The system's clock, whose readers wait while it is paused and then see how late it is: everything that a client
/// does by the clock stands still, its session loop above all, as in a process that was stopped.
/// </summary>
internal sealed class PausableTimeProvider : TimeProvider, IDisposable
{
    private readonly ManualResetEventSlim _runs = new(true);

    public void Pause() => _runs.Reset();

    public void Resume() => _runs.Set();

    public override long GetTimestamp()
    {
        _runs.Wait();
        return base.GetTimestamp();
    }

    public void Dispose()
    {
        Resume();
        _runs.Dispose();
    }
}
