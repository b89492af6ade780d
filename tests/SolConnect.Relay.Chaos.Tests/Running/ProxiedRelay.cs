using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit.Faults;

namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>A relay in this process, behind one proxy for the publisher and one for the subscriber.</summary>
internal sealed class ProxiedRelay(EmbeddedRelay relay) : IAsyncDisposable
{
    public string Id => relay.Id;

    public EmbeddedRelay Relay => relay;

    /// <summary>What the publisher connects to.</summary>
    public FaultProxy ForPublisher { get; } = new(relay.Endpoint);

    /// <summary>What the subscriber connects to.</summary>
    public FaultProxy ForSubscriber { get; } = new(relay.Endpoint);

    public void Heal()
    {
        ForPublisher.Heal();
        ForSubscriber.Heal();
    }

    public async ValueTask DisposeAsync()
    {
        await ForPublisher.DisposeAsync();
        await ForSubscriber.DisposeAsync();
        await relay.DisposeAsync();
    }
}
