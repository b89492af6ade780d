using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>A Publish frame that may be kept: the frame itself only lives on the stack.</summary>
internal sealed record PublishValues(
    int Alias, long Sequence, long Floor, long Timestamp, byte[] Headers, byte[] Payload)
{
    public void Write(WireBuffer buffer) => new PublishFrame
    {
        Alias = Alias,
        Sequence = Sequence,
        Floor = Floor,
        Timestamp = Timestamp,
        Headers = Headers,
        Payload = Payload,
    }.Write(buffer);

    public void AssertEqual(in PublishFrame frame)
    {
        Assert.Equal(
            (Alias, Sequence, Floor, Timestamp), (frame.Alias, frame.Sequence, frame.Floor, frame.Timestamp));
        Assert.Equal(Headers, frame.Headers);
        Assert.Equal(Payload, frame.Payload);
    }
}
