using System.Security.Cryptography;
using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>Writes what the subscription hands out, in the order in which it does.</summary>
internal sealed class Receiver(IMessageSubscription subscription, Tally tally, string path)
{
    private long _gaps;

    /// <summary>Gaps that the subscription reported.</summary>
    public long Gaps => Volatile.Read(ref _gaps);

    /// <summary>Returns the SHA-256 of what was written, once the subscription has ended.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        await foreach (var message in subscription)
        {
            Volatile.Write(ref _gaps, _gaps + (message.GapBefore is null ? 0 : 1));
            tally.Add(Part.NumberOf(message.Payload.Span));
            var content = Part.ContentOf(message.Payload.Span);
            hash.AppendData(content);
            file.Write(content);
        }

        return hash.GetHashAndReset();
    }
}
