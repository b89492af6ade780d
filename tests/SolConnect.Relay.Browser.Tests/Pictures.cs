namespace SolConnect.Relay.Browser.Tests;

/// <summary>
/// Pictures for the documentation: <c>RELAY_STATUS_PICTURES="$PWD/docs/images" dotnet test tests/SolConnect.Relay.Browser.Tests
/// --filter Picture</c>.
/// </summary>
internal static class Pictures
{
    private const string Variable = "RELAY_STATUS_PICTURES";

    /// <summary>Where they go; <c>null</c>: nowhere.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>Takes one, where there is a folder for it.</summary>
    public static async Task TakeAsync(ILocator what, string name)
    {
        if (Folder is not null)
        {
            await what.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png") });
        }
    }
}
