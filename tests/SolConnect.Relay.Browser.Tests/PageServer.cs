using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Browser.Tests;

/// <summary>Serves the files of the project SolConnect.Relay.WebAssembly as they were built, and does nothing else.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const string Name = "SolConnect.Relay.WebAssembly";

    private readonly WebApplication _app;

    private PageServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<PageServer> StartAsync()
    {
        // …/tests/NAME/bin/CONFIGURATION/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(Repository.Root, "tests", Name, "bin", output.Parent!.Name, output.Name);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost
            .UseUrls("http://127.0.0.1:0")
            .UseSetting(WebHostDefaults.StaticWebAssetsKey, Path.Combine(folder, $"{Name}.staticwebassets.runtime.json"))
            .UseStaticWebAssets();
        var app = builder.Build();
        app.MapStaticAssets(Path.Combine(folder, $"{Name}.staticwebassets.endpoints.json"));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
