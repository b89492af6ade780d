namespace SolConnect.Relay.Simulation.Engine;

internal sealed class ChunkPool
{
    private readonly Stack<Chunk> _free = new();

    public Chunk Rent(ReadOnlySpan<byte> content)
    {
        if (!_free.TryPop(out var chunk))
        {
            chunk = new();
        }

        chunk.Fill(content);
        return chunk;
    }

    public void Return(Chunk chunk)
    {
        chunk.Spoil();
        _free.Push(chunk);
    }
}
