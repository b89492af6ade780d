using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>What a client may send before its connection is open, and who is let in.</summary>
internal sealed class ClientGreeting(
    HubOptions options, ConnectionTable connections, HubOutbox outbox, ConnectionEndings endings, Func<HubStatus> status)
{
    /// <summary>Counts what comes with or before Hello: nobody has been checked yet, so it is little that is taken.</summary>
    public FrameVerdict Count(HubConnection connection, int length)
    {
        connection.BytesBeforeHello += length;
        return connection.BytesBeforeHello <= options.MaxHelloBytes
            ? FrameVerdict.Fine
            : FrameVerdict.Limit($"More than {options.MaxHelloBytes} bytes came with or before Hello.");
    }

    public FrameVerdict Handle(
        HubConnection connection, FrameType type, ReadOnlySpan<byte> body, HubDrain? drain, Instant now)
    {
        if (type != FrameType.Hello)
        {
            return FrameVerdict.Violation($"The first frame has to be Hello, not {type}.");
        }

        if (!HelloFrame.TryRead(body, out var hello))
        {
            return FrameVerdict.Malformed(FrameType.Hello);
        }

        if (hello.Version != WireProtocol.Version)
        {
            return new(
                HubCloseCause.Version, ErrorCode.Version,
                $"This relay speaks version {WireProtocol.Version}, not {hello.Version}.");
        }

        if (connection.Access is null)
        {
            return FrameVerdict.Unauthorized("Nobody has checked who this is.");
        }

        if (drain is not null)
        {
            connection.Output.Add(drain.GoAway(now));
            endings.End(connection, drain.Close, null);
            return FrameVerdict.Fine;
        }

        return Welcome(connection, hello, now);
    }

    private FrameVerdict Welcome(HubConnection connection, in HelloFrame hello, Instant now)
    {
        var rival = connections.OfProducer(hello.Producer);
        if (rival is not null)
        {
            // A producer id is no secret: who learns one must not push its owner out.
            if (rival.Access!.Subject != connection.Access!.Subject)
            {
                return FrameVerdict.Fenced("Somebody else uses this producer id.");
            }

            if (!Supersedes(hello, rival.Hello))
            {
                return FrameVerdict.Fenced("A newer connection of this producer is open.");
            }

            endings.Fail(rival, FrameVerdict.Fenced("A newer connection of this producer took over."));
        }

        if (connections.OfSubject(connection.Access!.Subject) >= options.MaxConnectionsPerSubject)
        {
            var error = new ErrorFrame(ErrorCode.Overloaded, "This subject holds as many connections as it may.");
            endings.End(connection, new(HubCloseCause.Overloaded, CloseStatus.TryAgainLater, error.Detail), error);
            return FrameVerdict.Fine;
        }

        connection.Hello = hello;
        connection.Rate = RateLimit.From(options, now);
        connections.Open(connection);
        var (log, load, clock) = status();
        connection.Output.Add(new WelcomeFrame(
            options.RelayId, options.Region, log, options.Durability, clock, options.Limits, options.HeartbeatInterval, load,
            connections.VerdictOn(hello.SetHash), options.Alternates));
        outbox.Report(HubEffect.Welcomed(connection.Number, connection.Client));
        return FrameVerdict.Fine;
    }

    // A stale dial that arrives late must not push out the connection that took its place.
    private static bool Supersedes(in HelloFrame hello, in HelloFrame rival) =>
        hello.Generation > rival.Generation || (hello.Generation == rival.Generation && hello.Attempt > rival.Attempt);
}
