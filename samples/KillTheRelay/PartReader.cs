namespace KillTheRelay;

/// <summary>Cuts a file into parts behind every line feed, and in lines longer than a part. Every byte is in one part.</summary>
internal sealed class PartReader(Stream file)
{
    private readonly byte[] _buffer = new byte[4 * Part.MaxContent];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Puts the next part's content into the target; 0 bytes at the end of the file.</summary>
    public int Read(Span<byte> target)
    {
        while (true)
        {
            var unread = _buffer.AsSpan(_start.._end);
            var lineFeed = unread.IndexOf((byte)'\n');
            var length = lineFeed >= 0 ? lineFeed + 1 : unread.Length;
            if (lineFeed >= 0 || _isAtEnd || length >= Part.MaxContent)
            {
                length = Math.Min(length, Part.MaxContent);
                unread[..length].CopyTo(target);
                _start += length;
                return length;
            }

            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
