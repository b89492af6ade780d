using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>
/// Kills the sender's primary without warning, again and again, and brings it back. It waits until everybody has found the
/// relay again before it kills the next, because one fault at a time is what is survived without a trace.
/// </summary>
internal sealed class Killer(
    Fleet fleet, RelayWebSocketTransport sender, RelayWebSocketTransport receiver, TimeSpan every, bool keepLog)
{
    private static readonly TimeSpan DeadFor = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private int _kills;

    public int Kills => Volatile.Read(ref _kills);

    /// <summary>The relay that is dead at the moment.</summary>
    public string? Victim { get; private set; }

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (!fleet.IsEmbedded)
        {
            return;
        }

        using var timer = new PeriodicTimer(every);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            while (sender.State != TransportState.Connected || receiver.State != TransportState.Connected)
            {
                await Task.Delay(Look, cancellationToken);
            }

            if (sender.GetAvailableRelays().FirstOrDefault(relay => relay.IsPrimary) is not { } primary)
            {
                continue;
            }

            var victim = fleet.Find(primary.Endpoint.Id)!;
            Victim = victim.Id;
            await victim.KillAsync();
            Volatile.Write(ref _kills, _kills + 1);
            await Task.Delay(DeadFor, CancellationToken.None);
            await victim.RestartAsync(keepLog, CancellationToken.None);
            Victim = null;
        }
    }
}
