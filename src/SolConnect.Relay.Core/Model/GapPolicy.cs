namespace SolConnect.Relay;

/// <summary>What a subscription does when messages are lost.</summary>
public enum GapPolicy
{
    /// <summary>Report the gap (event, log, metric, <c>GapBefore</c>) and go on with the next message.</summary>
    Continue = 0,

    /// <summary>End the enumeration with a <c>MessageGapException</c>.</summary>
    Fault = 1,
}
