using System.Diagnostics;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Docs.Tests.Surroundings;

/// <summary>What a fragment about the machine may take as given. Nothing here is ever run.</summary>
internal abstract class Machine
{
    protected static RelaySession session => Given<RelaySession>();

    protected static SessionInput input => Given<SessionInput>();

    protected static Instant now => Given<Instant>();

    protected static DeadlineTimer timer => Given<DeadlineTimer>();

    protected static void Execute(in SessionEffect effect) => throw new UnreachableException($"{effect}");

    private static T Given<T>() => throw new UnreachableException();
}
