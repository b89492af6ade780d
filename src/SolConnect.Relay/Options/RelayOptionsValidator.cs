using Microsoft.Extensions.Options;

namespace SolConnect.Relay;

/// <summary>
/// Validates <see cref="RelayOptions"/>, each option alone and all of them together, and reports every violation at
/// once. <c>AddSolConnectRelay</c> registers it; the transport's constructor applies the same rules.
/// Thread-safe.
/// </summary>
public sealed class RelayOptionsValidator : IValidateOptions<RelayOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var violations = RelayOptionsRules.Check(options);
        return violations.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(violations);
    }

    /// <summary>The transport's own, valid copy of what its caller passed in.</summary>
    /// <exception cref="RelayOptionsException">An option is out of range, or options contradict each other.</exception>
    internal static RelayOptions Accept(RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Copied first: what was validated is what is used, whatever the caller does meanwhile.
        var copy = options.Copy();
        var violations = RelayOptionsRules.Check(copy);
        return violations.Count == 0 ? copy : throw new RelayOptionsException(violations, nameof(options));
    }
}
