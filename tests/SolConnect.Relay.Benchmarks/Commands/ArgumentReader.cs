using System.Globalization;

namespace SolConnect.Relay.Benchmarks.Commands;

/// <summary>Goes through the arguments of a verb, each an option with or without a value.</summary>
internal sealed class ArgumentReader(IReadOnlyList<string> arguments)
{
    private int _next;

    /// <summary>The next option; <c>null</c> at the end.</summary>
    public string? Option() => _next < arguments.Count ? arguments[_next++] : null;

    /// <summary>The value of the option that was read last.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public string Value() => _next < arguments.Count
        ? arguments[_next++]
        : throw new FormatException($"{arguments[_next - 1]} needs a value.");

    /// <summary>The same as a number.</summary>
    /// <exception cref="FormatException">It is none, or out of range.</exception>
    public int Number(int from, int to)
    {
        var option = arguments[_next - 1];
        var text = Value();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= from && number <= to
            ? number
            : throw new FormatException($"{option} is a number from {from} to {to}, not '{text}'.");
    }
}
