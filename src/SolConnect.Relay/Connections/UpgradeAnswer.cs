namespace SolConnect.Relay.Connections;

/// <summary>
/// Follows the relay's answer to an upgrade while HTTP reads it, and finds the byte behind which a 101 hands over to the
/// WebSocket. What is no HTTP it lets pass: refusing that is for who parses it.
/// </summary>
/// <remarks>
/// It has to see the end of the headers where .NET's HTTP sees it: at the first line that is empty, where a line ends with LF and
/// a CR before that is not part of it (RFC 9112, section 2.2). Interim answers (1xx) come before the one that counts.
/// </remarks>
internal sealed class UpgradeAnswer
{
    // Of the digits in "HTTP/1.1 101".
    private const int StatusAt = 9;
    private const int StatusEnd = 12;

    private Part _part = Part.StatusLine;
    private int _status;
    private int _lineLength;
    private bool _beginsWithReturn;

    private enum Part
    {
        StatusLine,
        Headers,

        /// <summary>The headers of a 101 are over.</summary>
        WebSocket,

        /// <summary>Those of another answer are; whatever follows is its body.</summary>
        Body,
    }

    public bool IsUpgraded => _part == Part.WebSocket;

    /// <summary>Takes what was read next, and returns how much of it belongs to HTTP.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (_part == Part.Body)
            {
                return bytes.Length;
            }

            if (_part == Part.WebSocket)
            {
                return at;
            }

            Take(bytes[at]);
        }

        return bytes.Length;
    }

    private void Take(byte next)
    {
        if (next == '\n')
        {
            EndLine(isEmpty: _lineLength == 0 || (_lineLength == 1 && _beginsWithReturn));
            return;
        }

        if (_part == Part.StatusLine && _lineLength is >= StatusAt and < StatusEnd)
        {
            _status = (10 * _status) + (next - '0');
        }

        _beginsWithReturn = _lineLength == 0 ? next == '\r' : _beginsWithReturn;
        _lineLength++;
    }

    private void EndLine(bool isEmpty)
    {
        _lineLength = 0;
        if (_part == Part.StatusLine)
        {
            _part = Part.Headers;
        }
        else if (isEmpty)
        {
            (_part, _status) = (After(_status), 0);
        }
    }

    private static Part After(int status) => status switch
    {
        101 => Part.WebSocket,
        >= 100 and <= 199 => Part.StatusLine,
        _ => Part.Body,
    };
}
