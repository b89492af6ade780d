using Chat;
using Chat.Relays;

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

await using var fleet = command.Relays.Count > 0 ? Fleet.Outside(command.Relays) : await Fleet.StartAsync();
if (command.IsCheck)
{
    return await SelfCheck.RunAsync(fleet);
}

try
{
    await using var app = ChatApp.Build(fleet, command.Url);
    await app.StartAsync();
    Console.WriteLine($"""
        The chat is at {app.Urls.First()}: open it in two tabs.

        Ctrl+C ends it.
        """);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (IOException exception)
{
    Console.Error.WriteLine($"{command.Url}: {exception.Message}");
    return 1;
}
