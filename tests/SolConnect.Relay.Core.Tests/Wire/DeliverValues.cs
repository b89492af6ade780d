using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>A Deliver frame and its record that may be kept: the frame itself only lives on the stack.</summary>
internal sealed record DeliverValues(
    int Subscription, long Offset, RecordKind Kind, ProducerId Producer, long Generation, long Sequence, long Timestamp,
    byte[] Headers, byte[] Payload)
{
    public void Write(WireBuffer buffer)
    {
        var record = new WireBuffer();
        new LogRecord
        {
            Kind = Kind,
            Producer = Producer,
            Generation = Generation,
            Sequence = Sequence,
            Timestamp = Timestamp,
            Headers = Headers,
            Payload = Payload,
        }.Write(record);
        DeliverFrame.Write(buffer, Subscription, Offset, record.Written.Span);
    }

    public void AssertEqual(in DeliverFrame frame)
    {
        var record = frame.Record;
        Assert.Equal((Subscription, Offset, Kind), (frame.Subscription, frame.Offset, record.Kind));
        Assert.Equal(
            (Producer, Generation, Sequence, Timestamp),
            (record.Producer, record.Generation, record.Sequence, record.Timestamp));
        Assert.Equal(Headers, record.Headers);
        Assert.Equal(Payload, record.Payload);
    }
}
