using Microsoft.Extensions.Options;
using RelayServer;

CommandLine command;
try
{
    command = CommandLine.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"{exception.Message} --help tells what there is.");
    return 2;
}

if (command.WantsHelp)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

var builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls(command.Url);

// What keeps the host from starting is said below, in one line.
builder.Logging
    .AddFilter("Microsoft", LogLevel.Warning)
    .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
    .AddSimpleConsole(console => console.SingleLine = true);
builder.Services.AddRelayMemoryPool();
builder.Services.AddRelayServer(options =>
{
    options.Id = command.Id;
    options.Region = command.Region;
    options.PublicUrl = command.PublicUrl;
    foreach (var peer in command.Peers)
    {
        options.Peers.Add(peer);
    }
});

try
{
    var app = builder.Build();
    app.MapRelay("/relay");
    await app.StartAsync();
    var listening = new UriBuilder(app.Urls.First());
    listening.Scheme = listening.Scheme == "https" ? "wss" : "ws";
    listening.Path = "/relay";
    Console.WriteLine($$"""
        Relay '{{command.Id}}' listens. A client reaches it with one of

            options.Relays.Add(new RelayEndpoint("{{command.Id}}", new Uri("{{listening.Uri}}")));
            "Relays": [ { "Id": "{{command.Id}}", "Url": "{{listening.Uri}}" } ]

        Ctrl+C ends it.
        """);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (IOException exception)
{
    Console.Error.WriteLine($"{command.Url}: {exception.Message}");
    return 1;
}
