namespace SolConnect.Relay.Simulation.Engine;

/// <summary>One WebSocket message on its way.</summary>
internal sealed class Chunk
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Fill(ReadOnlySpan<byte> content)
    {
        if (_bytes.Length < content.Length)
        {
            _bytes = new byte[Math.Max(content.Length, _bytes.Length * 2)];
        }

        content.CopyTo(_bytes);
        Length = content.Length;
    }

    /// <summary>Makes the content useless, so that whoever kept a reference to it is found out.</summary>
    public void Spoil() => _bytes.AsSpan(0, Length).Fill(0xCC);
}
