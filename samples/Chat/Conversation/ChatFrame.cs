using System.Text.Json;

namespace Chat.Conversation;

/// <summary>
/// What travels as the payload of a message, as JSON: something that was said, or, without a text, the word that somebody
/// has received it.
/// </summary>
/// <param name="Name">Who sends this.</param>
/// <param name="Line">Which line it is about.</param>
/// <param name="Text">What was said; <c>null</c>: the line was received.</param>
internal sealed record ChatFrame(string Name, Guid Line, string? Text)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary><c>null</c> for what is none: anybody may publish anything.</summary>
    public static ChatFrame? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize<ChatFrame>(payload) is { Name: not null } frame ? frame : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
