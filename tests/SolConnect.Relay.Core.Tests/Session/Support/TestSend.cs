using System.Text;
using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>One send, with its one outcome.</summary>
internal sealed class TestSend : OutboundMessage
{
    public TestSend(string topic, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        Fill(topic, payload, payload.Length, [], timestamp: 1_700_000_000_000);
    }

    public SendResult? Result { get; private set; }

    public SendOutcome? Outcome => Result?.Outcome;

    public bool HasReceipt => Outcome == SendOutcome.Receipted;

    public bool IsReleased { get; private set; }

    public static void Settle(ReadOnlySpan<OutboundMessage> sends)
    {
        foreach (var send in sends)
        {
            ((TestSend)send).Settle();
        }
    }

    public void Release()
    {
        Assert.NotNull(Result);
        Assert.False(IsReleased);
        IsReleased = true;
    }

    private void Settle()
    {
        Assert.Null(Result);
        Result = FinalResult;
        if (LeavesWithOutcome)
        {
            Release();
        }
    }
}
