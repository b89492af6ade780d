using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Subscriptions;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>One accepted WebSocket: who is on it, what it may use, and what it is owed.</summary>
internal sealed class HubConnection(int number, HubAccess? access, Instant helloDeadline)
{
    public int Number { get; } = number;

    public HubConnectionPhase Phase { get; set; }

    /// <summary>Who is on it; null until that is known, and then nobody is welcomed.</summary>
    public HubAccess? Access { get; set; } = access;

    /// <summary>What the message at hand must not do.</summary>
    public IReadOnlyCollection<DeniedTopic>? Denied { get; set; }

    public RateLimit? Rate { get; set; }

    public Instant HelloDeadline { get; } = helloDeadline;

    public int BytesBeforeHello { get; set; }

    /// <summary>What the client said of itself; default until then.</summary>
    public HelloFrame Hello { get; set; }

    public List<TopicAlias> Aliases { get; } = [];

    public Dictionary<int, HubSubscription> Subscriptions { get; } = [];

    public ConnectionOutput Output { get; } = new();

    public int WritesOutstanding { get; set; }

    /// <summary>It stands in the hub's queue of connections that have something to send.</summary>
    public bool IsQueued { get; set; }

    public HubClient Client => new(Hello.Producer, Hello.Generation, Hello.Attempt, Hello.ClientName, Access?.Subject);

    public bool IsDenied(TopicAccess access, string topic) => Denied?.Contains(new(access, topic)) == true;
}
