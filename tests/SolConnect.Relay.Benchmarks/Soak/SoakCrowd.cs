namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>All clients: each lives for some time, ends, and starts again.</summary>
internal sealed class SoakCrowd(IReadOnlyList<SoakClient> clients)
{
    private readonly List<WeakReference> _ended = [];

    /// <summary>Transports that were closed.</summary>
    public int Ended => _ended.Count;

    /// <summary>Those of them that something still refers to.</summary>
    public int Kept => _ended.Count(transport => transport.IsAlive);

    /// <summary>Ends when all have, or when one cannot go on.</summary>
    public async Task LiveAsync(CancellationToken ending)
    {
        var lives = clients.Select((client, index) => LiveAsync(client, new Random(index), ending)).ToList();
        await foreach (var life in Task.WhenEach(lives))
        {
            await life;
        }
    }

    private async Task LiveAsync(SoakClient client, Random random, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(ending);
            life.CancelAfter(TimeSpan.FromSeconds(30 + (random.NextDouble() * 240)));
            var ended = await client.LiveAsync(life.Token);
            lock (_ended)
            {
                _ended.Add(ended);
            }
        }
    }
}
