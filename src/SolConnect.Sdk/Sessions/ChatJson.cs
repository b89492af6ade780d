using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SolConnect.Sessions;

/// <summary>How envelopes become JSON, without reflection.</summary>
[JsonSerializable(typeof(ChatEnvelope))]
internal sealed partial class ChatJson : JsonSerializerContext
{
    /// <summary>
    /// Letters of all languages stay as they are: escaped, they take up to three times the bytes. The escapes that this
    /// leaves out matter inside HTML only, where nobody should paste a payload.
    /// </summary>
    public static ChatJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
