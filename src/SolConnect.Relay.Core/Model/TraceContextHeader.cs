using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SolConnect.Relay.Core;

/// <summary>
/// The trace context in a message's headers: lines of <c>name=value</c>, parted by line feeds, of which <c>traceparent</c> and
/// <c>tracestate</c> are as the W3C recommendation "Trace Context" writes them.
/// </summary>
internal static class TraceContextHeader
{
    private const string Parent = "traceparent=";
    private const string State = "\ntracestate=";

    // What every participant must be able to pass on (Trace Context, section 3.3.1.5).
    private const int MaxStateLength = 512;

    /// <summary>The headers of a message that is sent within this context. A longer state is left out.</summary>
    public static byte[] Format(in ActivityContext context)
    {
        var flags = ((int)context.TraceFlags).ToString("x2", CultureInfo.InvariantCulture);
        var text = $"{Parent}00-{context.TraceId.ToHexString()}-{context.SpanId.ToHexString()}-{flags}";
        if (context.TraceState is { Length: > 0 and <= MaxStateLength } state && Ascii.IsValid(state))
        {
            text += State + state;
        }

        return Encoding.ASCII.GetBytes(text);
    }

    public static bool TryParse(ReadOnlySpan<byte> headers, out ActivityContext context)
    {
        context = default;
        if (headers.IsEmpty || !Ascii.IsValid(headers))
        {
            return false;
        }

        string? parent = null;
        string? state = null;
        foreach (var line in Encoding.ASCII.GetString(headers).Split('\n'))
        {
            parent ??= ValueOf(line, Parent);
            state ??= ValueOf(line, State[1..]);
        }

        return ActivityContext.TryParse(parent, state, isRemote: true, out context);
    }

    private static string? ValueOf(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;
}
