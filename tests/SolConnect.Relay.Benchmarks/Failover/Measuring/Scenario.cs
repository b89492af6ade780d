using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Faults;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>One client under one kind of fault, which strikes the relay in charge again and again.</summary>
internal sealed class Scenario(Fleet fleet, ClientKind kind, RelayFault fault)
{
    // Long enough for what a trial has left in queues and estimates to be gone.
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(200);

    // Faults must not keep time with anything that recurs in a client.
    private readonly Random _random = new(20261125);

    private readonly MessageLog _log = new();
    private readonly List<Trial> _trials = [];
    private readonly List<string> _unmeasured = [];

    /// <summary>Runs all trials.</summary>
    /// <param name="progress">Called after each.</param>
    public async Task<ScenarioResult> RunAsync(int faults, Action progress)
    {
        await using var client = await kind.ConnectAsync(fleet.EndpointsFor(fault), _log);
        var sender = new OpenLoopSender(client, _log);
        sender.Start();
        await BecomeCalmAsync(client);
        for (var number = 0; number < faults; number++)
        {
            await TryAsync(client);
            progress();
        }

        await sender.StopAsync();
        var stuck = await DrainAsync();
        return ScenarioResult.Of(kind, fault, _trials, stuck is null ? _unmeasured : [.. _unmeasured, stuck], _log);
    }

    private async Task TryAsync(IMeasuredClient client)
    {
        await Task.Delay(_random.Next(0, 100));
        var relay = client.Primary;
        ClientFailover? failover = fault.IsNoticed ? null : default(ClientFailover);
        var struckAt = Stopwatch.GetTimestamp();
        try
        {
            struckAt = await fault.StrikeAsync(fleet, relay);
            await Patience.UntilAsync(
                () => (failover ??= client.FindFailover(relay, struckAt, fault.MayClear)) is not null,
                $"the failover from '{relay}'");
        }
        catch (TimeoutException exception)
        {
            _unmeasured.Add(exception.Message);
        }

        await fault.HealAsync(fleet, relay);
        var wellAt = await BecomeCalmAsync(client);
        if (failover is { } measured)
        {
            _trials.Add(new(
                struckAt, measured.FailoverTime, _log.UntilReceipted(struckAt, measured.NoticedAt),
                _log.LongestPause(struckAt, wellAt), _log.LongestWait(struckAt, wellAt), measured.Resent));
        }
    }

    /// <summary>Returns when all has been well for a while, with the moment from which on it was.</summary>
    private async Task<long> BecomeCalmAsync(IMeasuredClient client)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            await Patience.UntilAsync(
                () =>
                {
                    // Some messages are always under way; a hundred are a backlog.
                    if (!client.IsWhole || client.Primary == "" || _log.Pending > 100 || _log.Owed > 100)
                    {
                        since = Stopwatch.GetTimestamp();
                    }

                    return Stopwatch.GetElapsedTime(since) > Calm;
                },
                "everything to be well");
        }
        catch (TimeoutException exception)
        {
            _unmeasured.Add(exception.Message);
        }

        return since;
    }

    /// <summary>Returns what did not come to its end.</summary>
    private async Task<string?> DrainAsync()
    {
        try
        {
            await Patience.UntilAsync(() => _log.Pending == 0, "the outcomes of all sends");
            if (kind.IsLibrary)
            {
                await Patience.UntilAsync(() => _log.Owed == 0, "all messages with a receipt");
            }
            else
            {
                await Task.Delay(Calm);
            }

            return null;
        }
        catch (TimeoutException exception)
        {
            return exception.Message;
        }
    }
}
