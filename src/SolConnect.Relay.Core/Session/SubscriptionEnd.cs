namespace SolConnect.Relay.Core.Session;

/// <summary>Why a subscription ended, with what the application needs to know.</summary>
/// <param name="Gap">With <see cref="SubscriptionEndKind.Gap"/>: what was lost.</param>
/// <param name="Detail">For people; <c>null</c> where the kind says it all.</param>
internal readonly record struct SubscriptionEnd(SubscriptionEndKind Kind, MessageGap? Gap = null, string? Detail = null);
