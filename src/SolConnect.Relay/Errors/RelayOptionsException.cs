namespace SolConnect.Relay;

/// <summary>
/// Options that cannot work. The message holds every violation, each with the option's name, its value and what is
/// allowed.
/// </summary>
public sealed class RelayOptionsException : ArgumentException
{
    /// <summary>Creates the error of one set of options.</summary>
    /// <param name="violations">At least one full sentence.</param>
    /// <param name="paramName">The parameter that carried the options.</param>
    public RelayOptionsException(IReadOnlyList<string> violations, string? paramName)
        : base($"The relay options cannot be used: {string.Join(" ", violations)}", paramName) =>
        Violations = violations;

    /// <summary>The violations, one full sentence each.</summary>
    public IReadOnlyList<string> Violations { get; }
}
