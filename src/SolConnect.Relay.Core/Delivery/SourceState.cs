namespace SolConnect.Relay.Core.Delivery;

/// <summary>How a subscription stands with one relay.</summary>
internal enum SourceState
{
    /// <summary>Not connected, or not asked.</summary>
    Away = 0,

    /// <summary>Subscribe was sent; no answer yet.</summary>
    Asked = 1,

    /// <summary>The relay delivers.</summary>
    Live = 2,

    /// <summary>The relay refused the topic on this connection.</summary>
    Refused = 3,
}
