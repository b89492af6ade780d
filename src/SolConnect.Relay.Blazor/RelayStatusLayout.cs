namespace SolConnect.Relay.Blazor;

/// <summary>How much room <see cref="RelayStatus"/> takes.</summary>
public enum RelayStatusLayout
{
    /// <summary>Every relay in a table, the totals and what happened: for a settings or monitoring screen.</summary>
    Full = 0,

    /// <summary>The state in two lines, and one line of relays: for a side bar or a footer.</summary>
    Compact = 1,
}
