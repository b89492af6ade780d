namespace SolConnect.Relay.Benchmarks.Commands;

/// <summary>Finds the verb that was asked for and runs it.</summary>
internal sealed class VerbTable(params IVerb[] verbs)
{
    /// <summary>Returns the exit code: 2 where the command line is wrong.</summary>
    public async Task<int> RunAsync(string[] arguments)
    {
        if (Array.Find(verbs, candidate => candidate.Name == arguments.FirstOrDefault()) is not { } verb)
        {
            Console.Error.WriteLine("The first argument says what to measure:");
            foreach (var known in verbs.Where(known => known.Summary is not null))
            {
                Console.Error.WriteLine($"  {known.Name,-12} {known.Summary}");
            }

            return 2;
        }

        try
        {
            return await verb.RunAsync(arguments[1..]);
        }
        catch (FormatException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
