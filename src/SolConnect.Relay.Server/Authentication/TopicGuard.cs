using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Diagnostics;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Authentication;

/// <summary>
/// Asks the host's hook about the topics that a message names, on the connection's own reader, and hands the answers to
/// the hub as facts: the hub stays pure, and a slow hook holds up one client only.
/// </summary>
internal sealed class TopicGuard(IOptions<RelayServerOptions> options, ILogger<TopicGuard> logger)
{
    /// <summary>What a message must not do; null for nothing. Stops where the hub will stop: at what is malformed.</summary>
    public IReadOnlyCollection<DeniedTopic>? Inspect(string? subject, ReadOnlySpan<byte> message)
    {
        if (options.Value.AuthorizeTopic is not { } authorize)
        {
            return null;
        }

        HashSet<DeniedTopic>? denied = null;
        var frames = new FrameReader(message);
        while (frames.Read() == FrameReadResult.Frame)
        {
            if (TopicIn(frames.Type, frames.Body) is { } wanted && !IsAllowed(authorize, subject, wanted))
            {
                (denied ??= []).Add(wanted);
            }
        }

        return denied;
    }

    private static DeniedTopic? TopicIn(FrameType type, ReadOnlySpan<byte> body) => type switch
    {
        FrameType.Topic when TopicFrame.TryRead(body, out var topic) => new(TopicAccess.Publish, topic.Name),
        FrameType.Subscribe when SubscribeFrame.TryRead(body, out var subscribe) =>
            new(TopicAccess.Subscribe, subscribe.Topic),
        _ => null,
    };

    private bool IsAllowed(Func<TopicAuthorizationContext, bool> authorize, string? subject, DeniedTopic wanted)
    {
        try
        {
            return authorize(new(subject, wanted.Topic, wanted.Access));
        }
        catch (Exception exception)
        {
            logger.TopicAuthorizationFailed(PeerText.Clean(wanted.Topic), exception);
            return false;
        }
    }
}
