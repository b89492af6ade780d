namespace SolConnect.Relay.Core.Wire;

/// <summary>The first frame of a connection: who publishes here. Nothing else may be sent before Welcome.</summary>
/// <param name="Attempt">
/// Counts the connections that this producer ever opened. A relay fences the connection with the lower number, so a
/// stale dial that arrives late cannot push out the live one.
/// </param>
/// <param name="SetHash">
/// Over the relay ids, <c>Standbys</c> and <c>AffinityKey</c>: publishers and subscribers must agree on it.
/// </param>
internal readonly record struct HelloFrame(
    int Version, ProducerId Producer, long Generation, long Attempt, string ClientName, ulong SetHash,
    string AccessToken)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Hello);
        buffer.Number(Version);
        buffer.Id(Producer.Value);
        buffer.Number(Generation);
        buffer.Number(Attempt);
        buffer.Text(ClientName, WireProtocol.MaxClientNameBytes);
        buffer.Hash(SetHash);
        buffer.Text(AccessToken, WireProtocol.MaxAccessTokenBytes);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out HelloFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(
            reader.Number(int.MaxValue), new(reader.Id()), reader.Number(), reader.Number(),
            reader.Text(WireProtocol.MaxClientNameBytes), reader.Hash(), reader.Text(WireProtocol.MaxAccessTokenBytes));
        return reader.IsComplete && frame.Generation > 0;
    }

    /// <summary>Leaves the token out, so that it cannot reach a log.</summary>
    public override string ToString() => $"Hello {{ {Producer} generation {Generation} attempt {Attempt} }}";
}
