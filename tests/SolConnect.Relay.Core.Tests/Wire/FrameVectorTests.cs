using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>The bytes of every frame stay what they are: other implementations were written against them.</summary>
public sealed class FrameVectorTests
{
    public static TheoryData<string> Names => [.. FrameVectors.All.Select(vector => vector.Name)];

    [Fact]
    public void Every_frame_has_a_vector() =>
        Assert.Empty(FrameCodec.Types.Except(FrameVectors.All.Select(vector => vector.Type)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frame_is_written_as_its_vector_says(string name)
    {
        var vector = FrameVectors.Find(name);

        Assert.Equal(Hex(vector.Bytes), Hex(FrameCodec.Encode(vector.Write)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_vector_is_read_and_written_again_as_it_was(string name)
    {
        var vector = FrameVectors.Find(name);
        var copy = new WireBuffer();

        Assert.True(FrameCodec.TryRecode(vector.Type, FrameCodec.Body(vector.Bytes, vector.Type), copy));
        Assert.Equal(Hex(vector.Bytes), Hex(copy.Written.ToArray()));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
