using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Tests.Hub.Support;

/// <summary>A Deliver frame as a client read it.</summary>
internal sealed record Delivered(
    int Subscription, long Offset, RecordKind Kind, ProducerId Producer, long Generation, long Sequence, string Text,
    int FrameLength);
