using System.Globalization;
using System.Text;

namespace SolConnect.Relay.Blazor.Model;

/// <summary>Values in words, the same everywhere. English, with a point before decimals.</summary>
internal static class StatusText
{
    /// <summary>What stands where nothing is known.</summary>
    public const string Unknown = "–";

    /// <summary>The state's tone, name and meaning; <c>null</c>: there is no transport.</summary>
    public static (StatusTone Tone, string Title, string Meaning) Of(TransportState? state) => state switch
    {
        null => (StatusTone.Idle, "No transport", "There is nothing to show yet."),
        TransportState.Disconnected => (StatusTone.Idle, "Not connected", "Nothing can be sent until the program connects."),
        TransportState.Connecting => (StatusTone.Busy, "Connecting", "No relay has answered yet."),
        TransportState.Connected => (StatusTone.Good, "Connected", "Every wanted relay is open and answers."),
        TransportState.Degraded => (StatusTone.Warning, "Degraded", "Messages flow, with fewer relays than wanted."),
        TransportState.Offline => (StatusTone.Bad, "Offline", "No relay is open. What is sent waits."),
        TransportState.Closed => (StatusTone.Idle, "Closed", "The transport was disposed."),
        TransportState.Faulted => (StatusTone.Bad, "Faulted", "It ended on an error; the program needs a new transport."),
        _ => (StatusTone.Warning, WordsOf(state.Value, capital: true), ""),
    };

    /// <summary>A time of milliseconds or a few seconds, with three digits at most.</summary>
    public static string Of(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 and var milliseconds => Format($"{milliseconds:0.00} ms"),
        < 100 and var milliseconds => Format($"{milliseconds:0.0} ms"),
        < 1000 and var milliseconds => Format($"{milliseconds:0} ms"),
        _ => Format($"{time.TotalSeconds:0.0} s"),
    };

    /// <inheritdoc cref="Of(TimeSpan)"/>
    public static string Of(TimeSpan? time) => time is { } known ? Of(known) : Unknown;

    /// <summary>A time of seconds to days.</summary>
    public static string Long(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => Format($"{time.Days} d {time.Hours} h"),
        { TotalHours: >= 1 } => Format($"{time.Hours} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => Format($"{time.Minutes} min {time.Seconds} s"),
        _ => Format($"{time.Seconds} s"),
    };

    /// <summary>A count with commas between thousands.</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 relay", "2 relays".</summary>
    public static string Of(long count, string noun) => $"{Of(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>An amount of data with three digits at most, in powers of a thousand.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => Format($"{bytes} B"),
        < 999_500 => Format($"{bytes / 1e3:G3} kB"),
        < 999_500_000 => Format($"{bytes / 1e6:G3} MB"),
        _ => Format($"{bytes / 1e9:N1} GB"),
    };

    /// <summary>
    /// The name of a value in small words: <c>ConnectionLost</c> is "connection lost". Values that a later version adds
    /// have words too.
    /// </summary>
    public static string WordsOf<T>(T value, bool capital = false)
        where T : struct, Enum
    {
        var words = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(capital && words.Length == 0 ? letter : char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
