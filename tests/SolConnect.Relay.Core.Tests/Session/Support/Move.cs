namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>One thing that may happen in a random history; what makes no sense at that moment is left out.</summary>
internal sealed record Move(MoveKind Kind, int Relay, int Amount);
