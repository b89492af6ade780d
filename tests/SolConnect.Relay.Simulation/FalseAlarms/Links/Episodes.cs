namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>Something that comes over a link again and again for a while: a stall, a fade, an outage.</summary>
/// <param name="Every">Mean time from the end of one to the beginning of the next; exponentially distributed.</param>
/// <param name="Shortest">The shortest; between the two, each order of magnitude is as likely as the next.</param>
/// <param name="Longest">The longest.</param>
internal sealed record Episodes(TimeSpan Every, TimeSpan Shortest, TimeSpan Longest);
