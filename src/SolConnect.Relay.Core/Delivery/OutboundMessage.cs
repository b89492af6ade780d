namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// One accepted send on its way to receipts. The shell derives its awaitable from it and may reuse the object once the
/// machine has let go of it (<see cref="Session.SessionEffectKind.SendReleased"/>). Only the session loop touches the
/// fields that are not set at <see cref="Fill"/>; whoever learns of the outcome may read <see cref="FinalResult"/>.
/// </summary>
/// <remarks>
/// With thousands of sends under way, what one costs is mostly the cache lines that go to and fro between the caller's
/// processor and the loop's: so it is kept small, and its result is put together by whoever asks for it.
/// </remarks>
internal class OutboundMessage
{
    private ProducerIdentity? _identity;
    private string? _detail;
    private TimeSpan _elapsed;
    private byte _outcome;
    private byte _status;
    private byte _durability;
    private byte _acks;
    private bool _hadBeenResent;

    public string Topic { get; private set; } = "";

    /// <summary>The payload's own copy; only the first <see cref="PayloadLength"/> bytes count.</summary>
    public byte[] Payload { get; private set; } = [];

    public int PayloadLength { get; private set; }

    public byte[] Headers { get; private set; } = [];

    /// <summary>Bytes that count towards the outbox: payload and headers.</summary>
    public int Size { get; private set; }

    /// <summary>Milliseconds since 1970-01-01 UTC, by the shell's clock.</summary>
    public long Timestamp { get; private set; }

    public OutboundState State { get; set; }

    /// <summary>1, 2, 3 … within producer, generation and topic; 0 until the message is encoded for the first time.</summary>
    public long Sequence { get; set; }

    /// <summary>Its place in its topic's queue while it waits for a number.</summary>
    public long Place { get; set; }

    /// <summary>When the caller sent it; the machine sets it where the shell did not.</summary>
    public Instant AcceptedAt { get; set; }

    /// <summary>How often it was encoded for a relay.</summary>
    public int Copies { get; set; }

    /// <summary>Whether more copies were sent than relays are asked for.</summary>
    public bool WasResent { get; set; }

    /// <summary>The machine lets go of it with its outcome, and says so only once.</summary>
    public bool LeavesWithOutcome { get; set; }

    public SendOutcome FinalOutcome => (SendOutcome)_outcome;

    /// <summary>How it ended, once the machine has said so.</summary>
    public SendResult FinalResult => new(
        (SendOutcome)_outcome, (DeliveryStatus)_status, _identity!.IdOf(Sequence), (Durability)_durability, _acks,
        _hadBeenResent, _elapsed, _detail);

    // The machine's list of messages without an outcome, in the order of acceptance: the head has the next deadline.
    public OutboundMessage? Older { get; set; }

    public OutboundMessage? Newer { get; set; }

    public void Fill(string topic, byte[] payload, int payloadLength, byte[] headers, long timestamp)
    {
        (Topic, Payload, PayloadLength, Headers, Timestamp) = (topic, payload, payloadLength, headers, timestamp);
        (Size, State, AcceptedAt, LeavesWithOutcome) = (payloadLength + headers.Length, OutboundState.New, default, false);
    }

    /// <summary>The machine takes the message over: what an earlier use of the object left behind is gone.</summary>
    public void Enter(ProducerIdentity identity) => (_identity, Sequence, Copies, WasResent) = (identity, 0, 0, false);

    /// <summary>It has its outcome.</summary>
    /// <param name="status">What is known where the outcome is not a receipt.</param>
    /// <param name="detail">For people, where there is more to say.</param>
    public void End(
        SendOutcome outcome, DeliveryStatus status, int acks, Durability durability, TimeSpan elapsed, string? detail = null)
    {
        (_outcome, _status, _acks, _durability) = ((byte)outcome, (byte)status, (byte)acks, (byte)durability);
        (_elapsed, _detail, _hadBeenResent) = (elapsed, detail, WasResent);
    }
}
