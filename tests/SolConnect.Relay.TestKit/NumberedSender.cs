using System.Globalization;

namespace SolConnect.Relay.TestKit;

/// <summary>
/// Sends 0, 1, 2 … on one topic and keeps a few of them under way, as a busy application does. One caller at a time.
/// </summary>
public sealed class NumberedSender(IMessageTransport transport, string topic)
{
    private const int Window = 16;

    private readonly Queue<Task<DeliveryReceipt>> _underWay = [];
    private readonly List<DeliveryReceipt> _receipts = [];
    private int _next;

    /// <summary>What was given receipts so far, in the order of sending.</summary>
    public IReadOnlyList<DeliveryReceipt> Receipts => _receipts;

    /// <summary>How many were sent.</summary>
    public int Sent => _next;

    /// <summary>The first so many texts that one sends.</summary>
    public static IEnumerable<string> Texts(int count) =>
        Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sends the next so many, and returns while the last few are still under way.</summary>
    public async Task SendAsync(int count)
    {
        for (var index = 0; index < count; index++)
        {
            _underWay.Enqueue(transport.SendTextAsync(
                topic, (_next++).ToString(CultureInfo.InvariantCulture)).AsTask());
            while (_underWay.Count > Window)
            {
                await ReceiptAsync();
            }
        }
    }

    /// <summary>Waits for the receipts of all that were sent.</summary>
    public async Task FinishAsync()
    {
        while (_underWay.Count > 0)
        {
            await ReceiptAsync();
        }
    }

    private async Task ReceiptAsync() =>
        _receipts.Add(await _underWay.Dequeue().WithinPatienceAsync($"receipt {_receipts.Count} on '{topic}'"));
}
