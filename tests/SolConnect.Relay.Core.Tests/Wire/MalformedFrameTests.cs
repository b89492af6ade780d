using FsCheck;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>What is not a frame is refused, never guessed at, and never throws: it came from a peer.</summary>
public sealed class MalformedFrameTests
{
    public static TheoryData<string> Names => FrameVectorTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncation_of_a_frame_is_refused(string name)
    {
        var bytes = FrameVectors.Find(name).Bytes;

        for (var length = 1; length < bytes.Length; length++)
        {
            var reader = new FrameReader(bytes.AsSpan(0, length));
            Assert.Equal(FrameReadResult.Malformed, reader.Read());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncation_of_a_body_is_refused(string name)
    {
        var vector = FrameVectors.Find(name);
        var body = FrameCodec.Body(vector.Bytes, vector.Type);

        // Up to the payload: it is the rest of its frame, so a shorter one is another message, not a truncated one.
        for (var length = 0; length < body.Length - vector.PayloadBytes; length++)
        {
            Assert.False(FrameCodec.Accepts(vector.Type, body[..length]), $"Accepted {length} bytes of {body.Length}.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_with_a_byte_too_many_is_refused_unless_it_ends_in_a_payload(string name)
    {
        var vector = FrameVectors.Find(name);
        byte[] longer = [.. FrameCodec.Body(vector.Bytes, vector.Type), 0];

        var accepted = FrameCodec.Accepts(vector.Type, longer);

        Assert.Equal(vector.EndsInPayload, accepted);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_mutation_of_a_single_byte_fails_or_is_another_valid_frame(string name)
    {
        var bytes = FrameVectors.Find(name).Bytes;
        var scratch = new WireBuffer();

        for (var index = 0; index < bytes.Length; index++)
        {
            var original = bytes[index];
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                bytes[index] = (byte)value;
                FrameCodec.ReadEverything(bytes, scratch);
            }

            bytes[index] = original;
        }
    }

    [Fact]
    public void A_mutation_of_any_generated_frame_fails_or_is_another_valid_frame()
    {
        var mutations =
            from frame in WireGen.EncodedFrame
            from index in Gen.Choose(0, frame.Length - 1)
            from value in Gen.Choose(0, 255)
            select (Frame: frame, Index: index, Value: (byte)value);

        Property.Holds(mutations, mutation =>
        {
            byte[] mutated = [.. mutation.Frame];
            mutated[mutation.Index] = mutation.Value;
            FrameCodec.ReadEverything(mutated, new WireBuffer());
        }, times: 3000);
    }

    [Fact]
    public void Garbage_never_throws() => Property.Holds(
        WireGen.Bytes, garbage => FrameCodec.ReadEverything(garbage, new WireBuffer()), times: 3000);

    [Fact]
    public void A_garbage_body_in_a_well_formed_frame_never_throws() => Property.Holds(
        Gen.Elements(FrameCodec.Types).Zip(WireGen.Bytes),
        pair => FrameCodec.ReadEverything(FrameCodec.Frame((byte)pair.Item1, pair.Item2), new WireBuffer()),
        times: 10_000);

    [Theory]
    [InlineData(FrameType.Topic, "01 03 ff6162", "a byte that UTF-8 never uses")]
    [InlineData(FrameType.Topic, "01 01 c3", "half a character")]
    [InlineData(FrameType.Topic, "01 02 c0af", "an overlong character")]
    [InlineData(FrameType.Topic, "01 03 eda080", "a surrogate")]
    [InlineData(FrameType.Topic, "01 00", "an empty name")]
    [InlineData(FrameType.Topic, "00 01 61", "alias 0")]
    [InlineData(FrameType.Topic, "8080808008 01 61", "an alias of 2^31")]
    [InlineData(FrameType.Ping, "8080808080808080 40", "a number of 2^62")]
    [InlineData(FrameType.Ping, "ffffffffffffffffff01", "a number of 2^64 - 1")]
    [InlineData(FrameType.Ping, "aa00", "an overlong number")]
    [InlineData(FrameType.Publish, "00 01 00 00 00", "alias 0")]
    [InlineData(FrameType.Publish, "01 00 00 00 00", "sequence 0")]
    [InlineData(FrameType.Publish, "01 05 05 00 00", "floor 0")]
    [InlineData(FrameType.Publish, "01 05 ffffffffffffffff3f 00 00", "a floor far below 0")]
    [InlineData(FrameType.Publish, "01 05 00 80e0baf6af9d3a 00", "a timestamp after the year 9999")]
    [InlineData(FrameType.Tombstone, "01 05 05", "floor 0")]
    [InlineData(FrameType.Mark, "01 00", "nothing to settle")]
    [InlineData(FrameType.Ack, "01 00", "nothing acknowledged")]
    [InlineData(FrameType.Ack, "00 01", "alias 0")]
    [InlineData(FrameType.Reject, "01 05 00 00 00", "code 0")]
    [InlineData(FrameType.Reject, "01 05 06 00 00", "an unknown code")]
    [InlineData(FrameType.Reject, "01 05 01 00 00", "out of order, but nothing is expected")]
    [InlineData(FrameType.Reject, "01 05 02 03 00", "throttled, but something is expected")]
    [InlineData(FrameType.Reject, "01 05 02 00 8080808008", "a duration of 2^31 ms")]
    [InlineData(FrameType.Pong, "01 e907 00", "a load above 1,000")]
    [InlineData(FrameType.Pong, "01 00 8080808080808010", "a clock of 2^53")]
    [InlineData(FrameType.GoAway, "03 00 00", "an unknown reason")]
    [InlineData(FrameType.GoAway, "00 00 01 00 01 61", "an alternate without an id")]
    [InlineData(FrameType.GoAway, "00 00 01 01 61 00", "an alternate without an address")]
    [InlineData(FrameType.Error, "00 00", "code 0")]
    [InlineData(FrameType.Error, "09 00", "an unknown code")]
    internal void A_field_outside_its_range_is_refused(FrameType type, string hex, string why) =>
        Assert.False(FrameCodec.Accepts(type, FrameVector.Parse(hex)), why);

    [Theory]
    [InlineData("01 00 03", "an unknown kind", "00112233445566778899aabbccddeeff 01 01 00 00")]
    [InlineData("01 00 00", "generation 0", "00112233445566778899aabbccddeeff 00 01 00 00")]
    [InlineData("01 00 00", "sequence 0", "00112233445566778899aabbccddeeff 01 00 00 00")]
    [InlineData("01 00 01", "a mark with a timestamp", "00112233445566778899aabbccddeeff 01 01 01 00")]
    [InlineData("01 00 01", "a mark with headers", "00112233445566778899aabbccddeeff 01 01 00 01 61")]
    [InlineData("01 00 02", "a tombstone with a payload", "00112233445566778899aabbccddeeff 01 01 00 00 61")]
    public void A_record_that_contradicts_itself_is_refused(string start, string why, string record) =>
        Assert.False(FrameCodec.Accepts(FrameType.Deliver, FrameVector.Parse(start + record)), why);

    [Theory]
    [InlineData("05", "c801 d201 00 00", "an unknown outcome")]
    [InlineData("00", "d201 c801 00 00", "a start past the end")]
    [InlineData("00", "c801 d201 02 00", "more than yes or no")]
    [InlineData("00", "c801 d201 00 01 00112233445566778899aabbccddeeff 00 01", "generation 0 in the frontier")]
    [InlineData("00", "c801 d201 00 01 00112233445566778899aabbccddeeff 01 00", "sequence 0 in the frontier")]
    public void A_subscribed_that_contradicts_itself_is_refused(string outcome, string rest, string why) =>
        Assert.False(
            FrameCodec.Accepts(
                FrameType.Subscribed, FrameVector.Parse($"01 {outcome} 0f1e2d3c4b5a69788796a5b4c3d2e1f0 {rest}")),
            why);
}
