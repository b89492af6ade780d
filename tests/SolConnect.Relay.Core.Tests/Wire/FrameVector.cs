using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>A frame with known values and the bytes it must have on the wire, in every implementation.</summary>
internal sealed record FrameVector(string Name, FrameType Type, string Hex, Action<WireBuffer> Write)
{
    public byte[] Bytes => Parse(Hex);

    /// <summary>Whether the body ends in a payload, which may have any length.</summary>
    public bool EndsInPayload => Type == FrameType.Publish || Name == "Deliver a message";

    /// <summary>How many bytes at the end of the body are payload.</summary>
    public int PayloadBytes { get; init; }

    public static byte[] Parse(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public override string ToString() => Name;
}
