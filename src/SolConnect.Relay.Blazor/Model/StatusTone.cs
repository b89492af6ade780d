namespace SolConnect.Relay.Blazor.Model;

/// <summary>How good or bad something is: what a colour stands for. Words always stand beside it.</summary>
public enum StatusTone
{
    /// <summary>Nothing to judge.</summary>
    Idle = 0,

    /// <summary>On its way.</summary>
    Busy = 1,

    /// <summary>As it should be.</summary>
    Good = 2,

    /// <summary>It works, but somebody may want to know.</summary>
    Warning = 3,

    /// <summary>It does not work.</summary>
    Bad = 4,
}
