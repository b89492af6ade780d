using System.Text;

namespace SolConnect.Sessions;

/// <summary>What names of people and sessions have in common.</summary>
internal static class PlainText
{
    // Lone surrogates would all become U+FFFD on the wire, and then two different names would be the same.
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with a text, as the end of a sentence about it; <c>null</c> for nothing.</summary>
    public static string? Check(string text, int maxBytes)
    {
        if (text.Any(char.IsControl))
        {
            return "has a control character";
        }

        try
        {
            var bytes = StrictUtf8.GetByteCount(text);
            return bytes > maxBytes ? $"has {bytes} bytes of UTF-8, and may have {maxBytes}" : null;
        }
        catch (EncoderFallbackException)
        {
            return "holds half of a surrogate pair";
        }
    }
}
