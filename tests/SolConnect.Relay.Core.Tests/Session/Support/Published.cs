using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>A Publish, Tombstone or Mark as a relay read it; a mark has no floor.</summary>
internal sealed record Published(RecordKind Kind, string Topic, long Sequence, long Floor = 0, string Text = "");
