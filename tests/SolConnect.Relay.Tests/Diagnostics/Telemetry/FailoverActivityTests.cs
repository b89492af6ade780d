using System.Diagnostics;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Diagnostics.Telemetry;

[Collection(nameof(ListenersAlone))]
public sealed class FailoverActivityTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<Activity> _told = [];
    private readonly ActivityListener _listener;
    private readonly SessionReporter _reporter;

    public FailoverActivityTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == RelayTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _told.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        var log = new RecordingLogger();
        _reporter = new(new TransportStatus(log, static _ => { }), log, new SessionClock(_time), static _ => { });
    }

    [Fact]
    public void A_failover_ends_now_by_the_clock_of_the_transport_and_began_as_long_ago_as_it_took()
    {
        _time.Advance(TimeSpan.FromDays(400));
        var now = _time.GetUtcNow().UtcDateTime;

        _reporter.Report(new SessionEvent.FailoverCompleted(
            ValidOptions.Relay("a"), ValidOptions.Relay("b"), FailoverReason.NoProgress, TimeSpan.FromMilliseconds(120),
            TimeSpan.FromMilliseconds(300), 7));

        var failover = Assert.Single(_told);
        Assert.Equal("failover", failover.OperationName);
        Assert.Equal(now - TimeSpan.FromMilliseconds(300), failover.StartTimeUtc);
        Assert.Equal(TimeSpan.FromMilliseconds(300), failover.Duration);
        Assert.Equal(now - TimeSpan.FromMilliseconds(180), Assert.Single(failover.Events).Timestamp.UtcDateTime);
    }

    public void Dispose() => _listener.Dispose();
}
