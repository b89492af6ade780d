using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>A frame with known values and the bytes it must have on the wire, in every implementation.</summary>
internal sealed record FrameVector(string Name, FrameType Type, string Hex, Action<WireBuffer> Write)
{
    public byte[] Bytes => Convert.FromHexString(Hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>How many bytes at the end of the body are payload, which may have any length.</summary>
    public int PayloadBytes { get; init; }

    public override string ToString() => Name;
}
