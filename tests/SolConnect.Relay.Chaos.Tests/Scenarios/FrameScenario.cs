using SolConnect.Relay.TestKit.Faults;

namespace SolConnect.Relay.Chaos.Tests.Scenarios;

/// <summary>Something that happens to the frames between one client and one relay.</summary>
/// <param name="Ends">As what the client may see its connection end; empty where it has to put up with it.</param>
internal sealed record FrameScenario(
    string Name, Func<FrameFault>? ToRelay, Func<FrameFault>? FromRelay, params CloseReason[] Ends)
{
    private const int MaxMessageBytes = 1024 * 1024;

    // What a relay does to a client that breaks the rules of WebSocket or its own: an Error, a close, or a reset.
    private static readonly CloseReason[] ByRelay =
        [CloseReason.RefusedByRelay, CloseReason.ClosedByRelay, CloseReason.Reset, CloseReason.ProtocolError];

    /// <summary>Faults that announce themselves, and those that are none.</summary>
    public static IReadOnlyList<FrameScenario> Loud { get; } =
    [
        new("half a frame to the relay, then a reset", () => new TruncateFault(), null, CloseReason.Reset),
        new("half a frame from the relay, then a reset", null, () => new TruncateFault(), CloseReason.Reset),
        new("garbage in a message from the relay", null, () => new GarbageFault(true), CloseReason.ProtocolError),
        new("garbage in a message to the relay", () => new GarbageFault(true), null, ByRelay),
        new("garbage instead of a frame from the relay",
            null, () => new GarbageFault(false), CloseReason.ProtocolError, CloseReason.Reset),
        new("garbage instead of a frame to the relay", () => new GarbageFault(false), null, ByRelay),
        new("endless fragments from the relay", null, () => new EndlessFragmentsFault(1000), CloseReason.LimitExceeded),
        new("endless empty fragments from the relay",
            null, () => new EndlessFragmentsFault(0), CloseReason.ProtocolError, CloseReason.LimitExceeded),
        new("endless fragments to the relay", () => new EndlessFragmentsFault(1000), null, ByRelay),
        new("an oversize frame from the relay",
            null, () => new OversizeFault(64 * MaxMessageBytes), CloseReason.LimitExceeded),
        new("an oversize frame to the relay", () => new OversizeFault(64 * MaxMessageBytes), null, ByRelay),
        new("the relay's direction closed",
            null, () => new CloseDirectionFault(), CloseReason.Reset, CloseReason.ClosedByRelay),
        new("the client's direction closed", () => new CloseDirectionFault(), null, ByRelay),
        new("single bytes to the relay", () => new SliceFault(), null),
        new("single bytes from the relay", null, () => new SliceFault()),
        new("fragments to the relay", () => new FragmentFault(7), null),
        new("fragments from the relay", null, () => new FragmentFault(7)),
        new("a longer path",
            () => new DelayFault(TimeSpan.FromMilliseconds(30)),
            () => new DelayFault(TimeSpan.FromMilliseconds(30))),
    ];

    /// <summary>Faults of acks, which only a publisher gets.</summary>
    public static IReadOnlyList<FrameScenario> Acks { get; } =
    [
        new("acks for what was never sent", null, AckFault.Forge, CloseReason.ProtocolError),
        new("acks twice", null, AckFault.Duplicate),
        new("acks followed by older ones", null, AckFault.Stale),
        new("acks lost", null, AckFault.Drop, CloseReason.NoProgress),
    ];

    /// <summary>Faults that nobody tells.</summary>
    public static IReadOnlyList<FrameScenario> Silent { get; } =
    [
        new("a blackhole to the relay", () => new BlackholeFault(), null, CloseReason.Silent),
        new("a blackhole from the relay", null, () => new BlackholeFault(), CloseReason.Silent),
        new("a blackhole both ways", () => new BlackholeFault(), () => new BlackholeFault(), CloseReason.Silent),
        new("a stall to the relay", () => new StallFault(), null, CloseReason.Silent),
        new("a stall from the relay", null, () => new StallFault(), CloseReason.Silent),
        new("a stall both ways", () => new StallFault(), () => new StallFault(), CloseReason.Silent),
    ];

    public bool EndsConnection => Ends.Length > 0;

    public static FrameScenario Find(string name) =>
        Loud.Concat(Acks).Concat(Silent).Single(scenario => scenario.Name == name);

    /// <summary>Sets the faults, and returns when one of them has done harm.</summary>
    public Task StrikeAsync(FaultProxy proxy)
    {
        var to = ToRelay is { } up ? proxy.ToRelay.Set(up()).Struck : null;
        var from = FromRelay is { } down ? proxy.FromRelay.Set(down()).Struck : null;
        return Task.WhenAny(new[] { to, from }.OfType<Task>());
    }
}
