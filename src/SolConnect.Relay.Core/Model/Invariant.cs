using System.Diagnostics.CodeAnalysis;

namespace SolConnect.Relay.Core;

/// <summary>Conditions that hold unless this library has a defect. They stay on in release builds and fail closed.</summary>
internal static class Invariant
{
    public static void Holds([DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition)
        {
            throw new InvariantViolationException(what);
        }
    }
}
