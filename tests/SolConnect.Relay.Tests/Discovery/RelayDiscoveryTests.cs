using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Discovery;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Discovery;

public sealed class RelayDiscoveryTests
{
    private static readonly RelayEndpoint A = ValidOptions.Relay("a");
    private static readonly RelayEndpoint B = ValidOptions.Relay("b");
    private static readonly RelayEndpoint C = ValidOptions.Relay("c");

    private readonly ScriptedDirectory _one = new("one");
    private readonly ScriptedDirectory _two = new("two");

    [Fact]
    public async Task Relays_come_change_and_go_with_each_answer_and_nothing_is_told_when_nothing_changed()
    {
        await using var world = DiscoveryWorld.With(_one);
        var starting = world.StartAsync();

        await _one.GiveAsync(B, A);
        await starting.WithinPatienceAsync("the first round");
        await world.GiveAsync(_one, A, B); // The same in another order.
        await world.GiveAsync(_one, A with { Weight = 2 }, C);
        await world.ListAsync("own a c");

        Assert.Equal(["own a b", "own a c"], world.Lists);
        Assert.Equal(
            [620, 620, 622, 620, 621],
            world.Log.Entries.Select(entry => entry.Id.Id));
        Assert.Contains("weight 1 to 2", world.Log.Entries[2].Text, StringComparison.Ordinal);
        Assert.Empty(world.Alerts);
    }

    [Fact]
    public async Task The_options_come_before_the_directories_and_those_in_their_order()
    {
        var options = ValidOptions.WithRelays("a");
        options.Directories = [_one, _two];
        var lists = new List<IReadOnlyList<RelayEndpoint>>();
        options.EnableAutoDiscovery = true;
        var discovery = new RelayDiscovery(options, new RecordingLogger(), lists.Add, _ => { });
        var starting = discovery.StartAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        await _two.GiveAsync(B with { Weight = 2 }, C);
        await Patience.UntilAsync(() => lists.Count > 0, "the first list");
        await _one.GiveAsync(A with { Weight = 9 }, B with { Weight = 1.5 });
        await starting;
        await discovery.StopAsync();

        Assert.Equal([(A.Id, 1), (B.Id, 1.5), (C.Id, 1)], lists[^1].Select(relay => (relay.Id, relay.Weight)));
    }

    [Fact]
    public async Task A_relay_stays_while_any_directory_names_it()
    {
        await using var world = DiscoveryWorld.With(_one, _two);
        _ = world.StartAsync();
        await _one.GiveAsync(A, B);
        await _two.GiveAsync(B);
        await world.ListAsync("own a b");

        await world.GiveAsync(_one, A);
        await world.GiveAsync(_two, B);
        await world.GiveAsync(_one, A);
        await world.GiveAsync(_two, C);
        await world.ListAsync("own a c");

        Assert.DoesNotContain("own a", world.Lists);
    }

    [Fact]
    public async Task A_directory_that_throws_costs_nothing_and_is_told_once_until_it_recovers()
    {
        await using var world = DiscoveryWorld.With(_one);
        _ = world.StartAsync();
        await _one.GiveAsync(A);
        await world.ListAsync("own a");
        for (var i = 0; i < 2; i++)
        {
            (await world.NextAsync(_one)).Answer.SetException(new InvalidOperationException("password=s3cret"));
        }

        await world.GiveAsync(_one, A);
        (await world.NextAsync(_one)).Answer.SetException(new InvalidOperationException("again"));
        await Patience.UntilAsync(() => world.Alerts.Count == 2, "the second alert");

        Assert.Equal(["own a"], world.Lists);
        Assert.Equal(
            "Directory 'one': it threw InvalidOperationException. Its last good list (1 relays) stands.", world.Alerts[0]);
        Assert.Equal([624, 623], world.Log.Entries.Select(entry => entry.Id.Id).Where(id => id > 622));
        Assert.Equal(LogLevel.Debug, world.Log.Entries.Single(entry => entry.Id.Id == 624).Level);
        Assert.DoesNotContain(world.Log.Entries, entry => entry.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_directory_that_hangs_is_cancelled_and_disturbs_no_other()
    {
        await using var world = DiscoveryWorld.With(_one, _two);
        _ = world.StartAsync();
        var hanging = await _one.NextAsync();
        await _two.GiveAsync(B);
        await world.ListAsync("own b");

        world.Time.Advance(DirectoryPoller.FetchTime);
        Assert.True(hanging.Cancelled.IsCancellationRequested);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.AlertAsync("Directory 'one': it did not answer within 10 s. It has given no list yet.");

        Assert.Equal(["own b"], world.Lists);
    }

    [Fact]
    public async Task A_directory_that_ignores_its_cancellation_is_not_called_a_second_time()
    {
        await using var world = DiscoveryWorld.With(_one);
        _ = world.StartAsync();
        var deaf = await _one.NextAsync();
        world.Time.Advance(DirectoryPoller.FetchTime + TimeSpan.FromSeconds(1));
        await world.AlertAsync("did not answer");

        await world.UntilAsync(() => world.Log.Entries.Any(entry => entry.Id.Id == 624), "the second failure");
        Assert.Equal(1, _one.Calls);

        deaf.Answer.SetResult(RelayDirectoryResult.Of([C])); // Too late to count.
        await world.GiveAsync(_one, A);
        await world.ListAsync("own a");
        Assert.Equal(["own a"], world.Lists);
    }

    [Fact]
    public async Task A_list_that_is_refused_changes_nothing_and_its_etag_is_not_kept()
    {
        await using var world = DiscoveryWorld.With(_one);
        _ = world.StartAsync();
        (await _one.NextAsync()).Answer.SetResult(RelayDirectoryResult.Of([A], "\"good\""));
        await world.ListAsync("own a");

        (await world.NextAsync(_one)).Answer.SetResult(RelayDirectoryResult.Of([B, new("c", new("ws://c.example"))], "\"bad\""));
        await world.AlertAsync("its list was refused: Relays[1].Url is 'ws://c.example', which is not encrypted");
        var next = await world.NextAsync(_one);

        Assert.Equal("\"good\"", next.ETag);
        Assert.Equal(["own a"], world.Lists);
    }

    [Theory]
    [InlineData(0, "its list was refused: it is empty")]
    [InlineData(17, "its list was refused: it holds more than 16 relays")]
    [InlineData(1_000_000, "its list was refused: it holds more than 16 relays")]
    public async Task A_list_of_no_relay_or_of_too_many_is_refused(int count, string why)
    {
        await using var world = DiscoveryWorld.With(_one);
        _ = world.StartAsync();
        var made = 0;
        var relays = Enumerable.Range(0, count).Select(number =>
        {
            made++;
            return ValidOptions.Relay($"r{number}");
        });

        (await _one.NextAsync()).Answer.SetResult(RelayDirectoryResult.Of(relays));
        await world.AlertAsync(why);

        Assert.Empty(world.Lists);
        Assert.True(made <= 17, $"{made} entries were made.");
    }

    [Fact]
    public async Task Directories_that_name_too_many_together_are_cut_in_a_fixed_order_and_told_once()
    {
        await using var world = DiscoveryWorld.With(_one, _two);
        RelayEndpoint[] Named(char prefix) => [.. Enumerable.Range(10, 10).Select(n => ValidOptions.Relay($"{prefix}{n}"))];
        _ = world.StartAsync();

        await _one.GiveAsync(Named('y'));
        await _two.GiveAsync(Named('x'));
        await world.AlertAsync("name 20 relays together, and 16 may be used");

        var expected = Enumerable.Range(10, 6).Select(n => $"x{n}").Concat(Enumerable.Range(10, 10).Select(n => $"y{n}"));
        await world.ListAsync($"own {string.Join(' ', expected)}");
        Assert.Single(world.Alerts);
    }

    [Fact]
    public async Task Connecting_waits_for_the_first_answers_but_not_long_where_there_are_relays()
    {
        await using var world = DiscoveryWorld.With(_one);
        var starting = world.StartAsync();
        await _one.NextAsync();
        Assert.False(starting.IsCompleted);

        world.Time.Advance(RelayDiscovery.FirstRoundTime);

        await starting.WithinPatienceAsync("the start");
    }

    [Fact]
    public async Task Connecting_without_a_relay_waits_for_one_and_then_says_how_the_directories_stand()
    {
        var options = new RelayOptions { Directories = [_one] };
        await using var world = new DiscoveryWorld(options);
        var starting = world.StartAsync();
        (await _one.NextAsync()).Answer.SetException(new IOException());
        await world.AlertAsync("IOException");

        await Assert.ThrowsAsync<RelayConnectException>(
            () => world.Time.AdvanceUntilAsync(starting, "the start to give up"));
        var error = await Assert.ThrowsAsync<RelayConnectException>(() => starting);

        Assert.Contains("'one': it threw IOException", error.Message, StringComparison.Ordinal);
        await world.GiveAsync(_one, A);
        await world.ListAsync("a");
        await world.StartAsync().WithinPatienceAsync("the second start");
    }

    [Fact]
    public async Task Options_that_change_come_through_the_same_sink()
    {
        await using var world = DiscoveryWorld.With(_one);
        _ = world.StartAsync();
        await _one.GiveAsync(A, B);
        await world.ListAsync("own a b");

        world.Discovery.Configure([B with { Priority = 7 }, C]);
        world.Discovery.Configure([B with { Priority = 7 }, C]);

        Assert.Equal(["own a b", "b c a"], world.Lists);
        Assert.Contains(
            world.Log.Entries,
            entry => entry.Text.EndsWith("priority 1 to 7.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Peers_are_taken_as_soon_as_a_relay_names_them()
    {
        var options = ValidOptions.WithRelays("own");
        options.AllowedHosts = ["*.example"];
        await using var world = new DiscoveryWorld(options);
        await world.StartAsync().WithinPatienceAsync("the start");

        world.Discovery.Announce(
            options.Relays[0], [new("a", "wss://a.example/relay"), new("bad", "no address")]);
        await world.ListAsync("own a");
        world.Discovery.Announce(options.Relays[0], [new("b", "wss://b.example/relay")]);
        await world.ListAsync("own b");
    }

    [Fact]
    public async Task Peers_without_allowed_hosts_may_only_be_where_configured_relays_are()
    {
        await using var world = new DiscoveryWorld(ValidOptions.WithRelays("own"));
        await world.StartAsync().WithinPatienceAsync("the start");

        world.Discovery.Announce(world.Options.Relays[0], [new("a", "wss://own.example:8443/relay")]);
        await world.ListAsync("own a");
        world.Discovery.Announce(world.Options.Relays[0], [new("b", "wss://elsewhere.example/relay")]);
        await world.AlertAsync("relay 'b' at 'wss://elsewhere.example' is not at the host of a configured relay");

        Assert.Equal(["own a"], world.Lists);
    }

    [Fact]
    public async Task Stopping_waits_for_no_directory_and_ends_the_asking()
    {
        var world = DiscoveryWorld.With(_one);
        _ = world.StartAsync();
        var call = await _one.NextAsync();
        using var blocked = new ManualResetEventSlim();
        await using var registration = call.Cancelled.Register(blocked.Wait);

        await world.Discovery.StopAsync().WithinPatienceAsync("discovery to stop");
        await world.Discovery.StopAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        call.Answer.SetResult(RelayDirectoryResult.Of([A]));
        blocked.Set();

        Assert.Equal(1, _one.Calls);
        Assert.Empty(world.Lists);
        Assert.Empty(world.Alerts);
    }
}
