using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>docs/protocol.md says what the codec does: others write relays and clients from it alone.</summary>
public sealed class ProtocolDocumentTests
{
    private readonly ProtocolDocument _document = new();

    [Fact]
    public void The_test_vectors_in_the_document_are_what_the_codec_writes()
    {
        var codec = FrameVectors.All
            .Select(vector => (vector.Name, Convert.ToHexStringLower(FrameCodec.Encode(vector.Write))));

        Assert.Equal(codec, _document.Vectors());
    }

    [Fact]
    public void The_table_of_frames_is_that_of_the_codec() =>
        Assert.Equal(FrameCodec.Types.Select(type => ((long)type, type.ToString())), Codes("Type"));

    [Fact]
    public void The_tables_of_codes_are_those_of_the_codec()
    {
        AssertTable<Durability>("Durability");
        AssertTable<SetVerdict>("Set verdict");
        AssertTable<RejectCode>("Reject code");
        AssertTable<StartKind>("Start");
        AssertTable<SubscribeOutcome>("Outcome");
        AssertTable<RecordKind>("Record kind");
        AssertTable<GoAwayReason>("Go-away reason");
        AssertTable<ErrorCode>("Error code");
    }

    [Fact]
    public void The_table_of_limits_is_that_of_the_codec()
    {
        (string, long)[] limits =
        [
            ("Number", WireProtocol.MaxNumber),
            ("Clock", WireProtocol.MaxClock),
            ("Timestamp", WireProtocol.MaxTimestamp),
            ("Duration", WireProtocol.MaxDuration),
            ("Load", WireProtocol.MaxLoadPerMille),
            ("Topic name", WireProtocol.MaxTopicBytes),
            ("Headers", WireProtocol.MaxHeaderBytes),
            ("Relay id", WireProtocol.MaxRelayIdBytes),
            ("Region", WireProtocol.MaxRegionBytes),
            ("Client name", WireProtocol.MaxClientNameBytes),
            ("Access token", WireProtocol.MaxAccessTokenBytes),
            ("URL of an alternate", WireProtocol.MaxUrlBytes),
            ("Detail of an error", WireProtocol.MaxDetailBytes),
            ("Alternates", WireProtocol.MaxAlternates),
            ("Frontier entries", WireProtocol.MaxFrontierEntries),
            ("Envelope", WireProtocol.MaxEnvelopeBytes),
            ("Frame without payload", WireProtocol.MaxControlFrameBytes),
            ("Coalescing", WireProtocol.CoalesceBytes),
        ];

        Assert.Equal(limits, _document.Table("Limit").Select(row => (row[0], ProtocolDocument.Number(row[1]))));
    }

    private void AssertTable<TCode>(string heading)
        where TCode : struct, Enum =>
        Assert.Equal(
            Enum.GetValues<TCode>().Select(code => (Convert.ToInt64(code, null), code.ToString())), Codes(heading));

    private IEnumerable<(long, string)> Codes(string heading) =>
        _document.Table(heading).Select(row => (ProtocolDocument.Number(row[0]), row[1]));
}
