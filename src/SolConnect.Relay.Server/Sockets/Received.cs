using System.Buffers;

namespace SolConnect.Relay.Server.Sockets;

/// <summary>A received message in a pooled array; whoever is done with it gives the array back.</summary>
internal readonly struct Received
{
    private Received(ReceivedKind kind, byte[]? bytes, int length)
    {
        Kind = kind;
        Bytes = bytes;
        Length = length;
    }

    public ReceivedKind Kind { get; }

    public int Length { get; }

    private byte[]? Bytes { get; }

    public ReadOnlyMemory<byte> Memory => Bytes.AsMemory(0, Length);

    public static Received Message(byte[] bytes, int length) => new(ReceivedKind.Message, bytes, length);

    public static Received Other(ReceivedKind kind) => new(kind, null, 0);

    public void Return()
    {
        if (Bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(Bytes);
        }
    }
}
