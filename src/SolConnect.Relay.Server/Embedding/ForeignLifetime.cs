using Microsoft.Extensions.Hosting;

namespace SolConnect.Relay.Server.Embedding;

/// <summary>Leaves signals and Ctrl+C to the program around it: an embedded relay stops when it is told to.</summary>
internal sealed class ForeignLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
