using System.Text;

namespace SolConnect.Relay.Diagnostics;

/// <summary>The names of an enum as the conventions write values: <c>connection_lost</c>. Made once.</summary>
internal static class TelemetryWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().Distinct().ToDictionary(
        static value => value, static value => Split(value.ToString()));

    public static string Of(T value) => Words.GetValueOrDefault(value, "other");

    private static string Split(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
