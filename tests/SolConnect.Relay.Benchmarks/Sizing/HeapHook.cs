#pragma warning disable CA1050 // The runtime looks for this type under this name, outside of all namespaces.

using SolConnect.Relay.Benchmarks.Sizing;

/// <summary>
/// What the runtime calls before <c>Main</c> of a program whose DOTNET_STARTUP_HOOKS names this assembly: makes the relay's
/// own process answer how much it holds, without a word about that in its code.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => new Thread(Answer) { IsBackground = true, Name = "heap" }.Start();

    // One answer for each line that comes in.
    private static void Answer()
    {
        while (Console.In.ReadLine() is not null)
        {
            for (var times = 0; times < 2; times++)
            {
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            Console.WriteLine($"{MeasuredRelay.HeapAnswer}{GC.GetTotalMemory(forceFullCollection: true)}");
        }
    }
}
