using System.Reflection;

namespace SolConnect.Relay.Diagnostics;

/// <summary>The version of this assembly, for whoever looks at its telemetry.</summary>
internal static class LibraryVersion
{
    public static string Text { get; } =
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
