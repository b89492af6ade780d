using System.Text;
using Microsoft.AspNetCore.Http;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Discovery;

/// <summary>Relays from a real HTTP server, while it answers well and while it does not.</summary>
public sealed class HttpDiscoveryTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_transport_without_relays_of_its_own_connects_to_those_of_a_directory()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var server = await DirectoryServer.StartAsync([.. fleet.Relays.Select(relay => relay.Endpoint)]);
        await using var transport = new RelayWebSocketTransport(Options(server));

        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);

        Assert.Equal(["relay-0", "relay-1"], transport.GetAvailableRelays().Select(relay => relay.Endpoint.Id));
        Assert.Equal(2, (await transport.SendTextAsync("chat", "hello")).Acks);
    }

    [Fact]
    public async Task A_list_that_grows_and_shrinks_is_told_by_events_and_one_that_stays_costs_a_304()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        var relays = fleet.Relays.Select(relay => relay.Endpoint).ToArray();
        await using var server = await DirectoryServer.StartAsync(relays[..2]);
        await using var transport = new RelayWebSocketTransport(Options(server));
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();

        await Patience.UntilAsync(() => server.Answers.Any(answer => answer.Status == 304), "an answer of 304");
        server.Relays = relays;
        await events.WaitForAsync<RelayDiscoveredEventArgs>(found => found.Relay.Id == "relay-2");
        server.Relays = relays[1..];
        await events.WaitForAsync<RelayRemovedEventArgs>(gone => gone.Relay.Id == "relay-0");

        Assert.Equal(
            ["relay-0", "relay-1", "relay-2"],
            events.Of<RelayDiscoveredEventArgs>().Select(found => found.Relay.Id));
        Assert.Single(events.Of<RelayRemovedEventArgs>());
        var conditional = server.Answers.Where(answer => answer.IfNoneMatch.Length > 0).ToList();
        Assert.All(server.Answers.Skip(1), answer => Assert.NotEqual("", answer.IfNoneMatch));
        Assert.Contains(conditional, answer => answer.Status == 200);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "500", "It answered with HTTP 500" },
        { "garbage", "is no JSON array of relays" },
        { "million", "more than 16 relays" },
        { "endless", "more than 1048576 bytes" },
        { "redirect", "Redirects are not followed" },
        { "reset", "It cannot be reached: " },
        { "poisoned", "relay 'evil' at 'wss://10.0.0.1' is at a private address" },
        { "empty", "it is empty" },
        { "never", "did not answer within 10 s" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_directory_that_breaks_raises_one_alert_and_changes_nothing(string fault, string why)
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var server = await DirectoryServer.StartAsync([.. fleet.Relays.Select(relay => relay.Endpoint)]);
        await using var transport = new RelayWebSocketTransport(Options(server));
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);

        server.Fault = Does(fault);
        var alert = await events.WaitForAsync<AlertRaisedEventArgs>();
        var seen = server.Requests;

        // A server that does not answer is asked again only much later.
        if (fault is not ("never" or "500" or "reset"))
            await Patience.UntilAsync(() => server.Requests > seen + 1, "the directory to be asked again");

        Assert.Equal(AlertKind.DirectoryFailed, alert.Kind);
        Assert.Contains(why, alert.Detail, StringComparison.Ordinal);
        Assert.Contains("Its last good list (2 relays) stands.", alert.Detail, StringComparison.Ordinal);
        Assert.Single(events.Of<AlertRaisedEventArgs>());
        Assert.Empty(events.Of<RelayRemovedEventArgs>());
        Assert.Equal(2, transport.GetActiveConnections().Count);
        Assert.Equal(2, (await transport.SendTextAsync("chat", "still here")).Acks);
    }

    [Fact]
    public async Task A_directory_that_has_no_list_fails_connecting_with_its_name_and_reason()
    {
        await using var server = await DirectoryServer.StartAsync();
        server.Fault = Does("missing");
        await using var transport = new RelayWebSocketTransport(Options(server, TimeSpan.FromSeconds(3)));

        var error = await Assert.ThrowsAsync<RelayConnectException>(() => transport.ConnectAsync());

        Assert.Contains("No directory named a relay", error.Message, StringComparison.Ordinal);
        Assert.Contains("HTTP 404", error.Message, StringComparison.Ordinal);
        Assert.Equal(TransportState.Disconnected, transport.State);

        // It is asked on behind that, so that a later attempt succeeds.
        await using var fleet = await RelayFleet.StartAsync(1);
        (server.Relays, server.Fault) = ([fleet.Relays[0].Endpoint], null);
        await Patience.UntilAsync(() => transport.GetAvailableRelays().Count == 1, "the relay");
        await transport.ConnectAsync();
    }

    private static RelayOptions Options(DirectoryServer server, TimeSpan? connectionTimeout = null) => new()
    {
        EnableAutoDiscovery = true,
        DiscoveryInterval = Interval,
        Directories = [server.Directory],
        ConnectionTimeout = connectionTimeout ?? TimeSpan.FromSeconds(30),
        FailoverThreshold = TimeSpan.FromSeconds(10),
    };

    private static RequestDelegate Does(string fault) => fault switch
    {
        "500" => context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        }
        ,
        "missing" => context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }
        ,
        "garbage" => context => context.Response.WriteAsync("<html>It works!</html>"),
        "million" => async context =>
        {
            await context.Response.WriteAsync("[", context.RequestAborted);
            for (var first = 0; first < 1_000_000; first += 1_000)
            {
                var entries = Enumerable.Range(first, 1_000).Select(n => $$"""{"id":"r{{n}}","url":"wss://r{{n}}.example"},""");
                await context.Response.WriteAsync(string.Concat(entries), context.RequestAborted);
            }

            await context.Response.WriteAsync("""{"id":"last","url":"wss://last.example"}]""", context.RequestAborted);
        }
        ,
        "endless" => async context =>
        {
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
            }
        }
        ,
        "redirect" => context =>
        {
            context.Response.Redirect("http://127.0.0.1:1/elsewhere");
            return Task.CompletedTask;
        }
        ,
        "reset" => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }
        ,
        "poisoned" => context => context.Response.WriteAsync(
            """[{"id":"good","url":"wss://good.example"},{"id":"evil","url":"wss://10.0.0.1/relay"}]"""),
        "empty" => context => context.Response.WriteAsync("[]"),
        "never" => context => Task.Delay(Timeout.Infinite, context.RequestAborted),
        _ => throw new ArgumentException($"'{fault}' is no fault.", nameof(fault)),
    };
}
