namespace SolConnect.Relay.Core.Wire;

/// <summary>A relay's answer to Hello. The connection is open from here on.</summary>
/// <param name="RelayClock">
/// The relay's monotonic clock, in microseconds; <see cref="StartKind.Time"/> is a time on it.
/// </param>
/// <param name="LoadPerMille">Connections over capacity, 0 to 1,000.</param>
internal readonly record struct WelcomeFrame(
    string RelayId, string Region, LogId Log, Durability Durability, long RelayClock, RelayLimits Limits,
    TimeSpan HeartbeatInterval, int LoadPerMille, SetVerdict SetVerdict, IReadOnlyList<RelayAlternate> Alternates)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Welcome);
        buffer.Text(RelayId, WireProtocol.MaxRelayIdBytes);
        buffer.Text(Region, WireProtocol.MaxRegionBytes);
        buffer.Id(Log.Value);
        buffer.Byte((byte)Durability);
        buffer.Number(RelayClock);
        buffer.Number(Limits.MaxMessageBytes);
        buffer.Number(Limits.MaxInFlightBytes);
        buffer.Number(Limits.MaxTopics);
        buffer.Duration(HeartbeatInterval);
        buffer.Number(LoadPerMille);
        buffer.Byte((byte)SetVerdict);
        RelayAlternate.WriteAll(buffer, Alternates);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out WelcomeFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(
            reader.Name(WireProtocol.MaxRelayIdBytes), reader.Text(WireProtocol.MaxRegionBytes), new(reader.Id()),
            (Durability)reader.Byte(), reader.Clock(),
            new(reader.Number(int.MaxValue), reader.Number(), reader.Number(int.MaxValue)),
            reader.Duration(), reader.Number(WireProtocol.MaxLoadPerMille), (SetVerdict)reader.Byte(),
            RelayAlternate.ReadAll(ref reader));
        return reader.IsComplete && frame.Durability <= Durability.Persisted
            && frame.SetVerdict <= SetVerdict.Differs
            && frame.Limits is { MaxMessageBytes: > 0, MaxInFlightBytes: > 0, MaxTopics: > 0 };
    }
}
