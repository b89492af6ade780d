using System.Collections.Concurrent;
using System.Net.WebSockets;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Tests.Connections;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Monitoring.HealthChecks;

public sealed class HealthChecksOptionTests
{
    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task Relays_outside_of_the_set_are_dialled_only_where_checks_are_on(bool checks, int dialled)
    {
        var time = new ManualTimeProvider();
        var ids = new ConcurrentDictionary<string, int>();
        var dialer = new FakeDialer((relay, _) =>
        {
            ids.AddOrUpdate(relay.Id, 1, (_, count) => count + 1);
            return Task.FromException<WebSocket>(new ConnectFailedException(new(CloseReason.Unreachable, "refused")));
        });
        var options = ValidOptions.WithRelays("a", "b", "c");
        (options.Standbys, options.HealthChecks, options.TimeProvider) = (0, checks, time);
        var manager = new RelayManager(this, options, new RecordingLoggerFactory(), dialer);
        _ = manager.ConnectAsync(default).ContinueWith(ended => ended.Exception, TaskScheduler.Default);

        // Ten dials of the one relay of the set take minutes, and the others have an interval of 10 s.
        await Patience.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return ids.Values.DefaultIfEmpty().Max() >= 10 && (!checks || ids.Count == dialled);
            },
            "ten dials");

        Assert.Equal(dialled, ids.Count);
        await time.AdvanceUntilAsync(manager.DisposeAsync(), "the transport to be disposed");
    }
}
