namespace SolConnect.Relay.Diagnostics;

/// <summary>
/// Keeps what listeners of meters and activities throw from whoever measures. They are user code that runs on our threads, the
/// session loop among them: a broken exporter must cost figures, not the transport.
/// </summary>
internal static class Listeners
{
    public static void Tell<T>(T what, Action<T> tell)
    {
        try
        {
            tell(what);
        }
        catch (Exception)
        {
            // Whoever listens has to find out; there is nobody here who could do anything about it.
        }
    }
}
