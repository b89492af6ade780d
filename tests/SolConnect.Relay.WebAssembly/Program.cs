using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using SolConnect.Relay.WebAssembly;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<StatusPage>("#page");
await builder.Build().RunAsync();
