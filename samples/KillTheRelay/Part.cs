using System.Buffers.Binary;

namespace KillTheRelay;

/// <summary>
/// One message: a line with its line break, or a piece of a line that is too long for one message, behind its number in
/// the file: 0, 1, 2 … The number is only for the tally; the order of arrival alone decides what is written.
/// </summary>
internal static class Part
{
    public const int MaxContent = 32 * 1024;
    public const int HeaderBytes = sizeof(long);

    public static long NumberOf(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadInt64LittleEndian(message);

    public static ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> message) => message[HeaderBytes..];

    public static void WriteNumber(Span<byte> message, long number) =>
        BinaryPrimitives.WriteInt64LittleEndian(message, number);
}
