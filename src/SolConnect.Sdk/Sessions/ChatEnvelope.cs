using System.Text.Json;
using System.Text.Json.Serialization;
using SolConnect.Relay;

namespace SolConnect.Sessions;

/// <summary>
/// What a chat message looks like on its topic: a JSON object with a version. A reader passes over properties that it
/// does not know, so that new ones need no new version; another version is something that it must not guess at.
/// </summary>
internal sealed class ChatEnvelope
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; }

    [JsonPropertyName("from")]
    public string? Sender { get; init; }

    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>Base64 in JSON.</summary>
    [JsonPropertyName("data")]
    public byte[]? Data { get; init; }

    public static byte[] OfText(string sender, string text) => Write(new()
    {
        Version = CurrentVersion,
        Sender = sender,
        Text = text,
    });

    public static byte[] OfData(string sender, ReadOnlyMemory<byte> data) => Write(new()
    {
        Version = CurrentVersion,
        Sender = sender,
        Data = data.ToArray(),
    });

    /// <summary><c>null</c> for anything that is no chat message.</summary>
    /// <param name="wrong">What is wrong with it then.</param>
    public static ChatEnvelope? Read(ReadOnlySpan<byte> payload, out SkipReason wrong)
    {
        var envelope = Parse(payload);
        wrong = envelope is null or { Version: < CurrentVersion } ? SkipReason.Malformed
            : envelope.Version > CurrentVersion ? SkipReason.UnknownVersion
            : SkipReason.Empty;
        return envelope is { Version: CurrentVersion } and ({ Text: not null } or { Data: not null }) ? envelope : null;
    }

    /// <param name="me">Whose messages are one's own; <c>null</c>: nobody's.</param>
    public ChatMessage ToMessage(string sessionId, in RelayMessage message, ProducerId? me) => new()
    {
        SessionId = sessionId,
        Sender = Sender ?? "",
        Text = Text ?? "",
        Data = Data,
        SentAt = message.SentAt,
        Id = message.Id,
        IsOwn = message.Id.Producer == me,
        IsRedelivery = message.IsRedelivery,
        GapBefore = message.GapBefore,
    };

    private static byte[] Write(ChatEnvelope envelope) =>
        JsonSerializer.SerializeToUtf8Bytes(envelope, ChatJson.Relaxed.ChatEnvelope);

    private static ChatEnvelope? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, ChatJson.Relaxed.ChatEnvelope);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
