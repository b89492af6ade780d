namespace SolConnect.Relay.Browser.Tests;

/// <summary>How late this machine's timers are while something is measured: what a busy machine adds to it.</summary>
internal sealed class Lateness : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _measuring;
    private TimeSpan _worst;

    public Lateness() => _measuring = Task.Run(MeasureAsync);

    public TimeSpan Worst => _worst;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _measuring;
        _stopping.Dispose();
    }

    private async Task MeasureAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var started = TimeProvider.System.GetTimestamp();
            await Task.Delay(Step);
            var late = TimeProvider.System.GetElapsedTime(started) - Step;
            _worst = late > _worst ? late : _worst;
        }
    }
}
