using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>One thing that the hub asks of its shell.</summary>
internal readonly struct HubEffect
{
    public HubEffectKind Kind { get; private init; }

    public int Connection { get; private init; }

    private object? Subject { get; init; }

    public WireBuffer Buffer => (WireBuffer)Subject!;

    /// <summary>With <see cref="HubEffectKind.Close"/> and <see cref="HubEffectKind.Abort"/>.</summary>
    public HubClose End => (HubClose)Subject!;

    public HubClient Client => (HubClient)Subject!;

    public static HubEffect Write(int connection, WireBuffer buffer) =>
        new() { Kind = HubEffectKind.Write, Connection = connection, Subject = buffer };

    public static HubEffect Close(int connection, HubClose end) =>
        new() { Kind = HubEffectKind.Close, Connection = connection, Subject = end };

    public static HubEffect Abort(int connection, HubClose end) =>
        new() { Kind = HubEffectKind.Abort, Connection = connection, Subject = end };

    public static HubEffect Welcomed(int connection, HubClient client) =>
        new() { Kind = HubEffectKind.Welcomed, Connection = connection, Subject = client };
}
