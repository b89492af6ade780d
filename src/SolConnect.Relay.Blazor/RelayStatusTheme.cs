namespace SolConnect.Relay.Blazor;

/// <summary>The colours of <see cref="RelayStatus"/>.</summary>
public enum RelayStatusTheme
{
    /// <summary>As the browser prefers (<c>prefers-color-scheme</c>).</summary>
    Auto = 0,

    /// <summary>Dark text on white.</summary>
    Light = 1,

    /// <summary>Light text on near black.</summary>
    Dark = 2,
}
