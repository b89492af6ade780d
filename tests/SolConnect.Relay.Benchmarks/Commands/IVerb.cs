namespace SolConnect.Relay.Benchmarks.Commands;

/// <summary>One thing that this program does, named by its first argument.</summary>
internal interface IVerb
{
    string Name { get; }

    /// <summary>One line for the list of verbs; <c>null</c>: the program uses it for itself.</summary>
    string? Summary { get; }

    /// <summary>Does it, with the arguments behind the name. Returns the exit code.</summary>
    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    Task<int> RunAsync(IReadOnlyList<string> arguments);
}
