using SolConnect.Relay;
using Spectre.Console;
using StatusBoard;

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

if (command.IsCheck)
{
    return await SelfCheck.RunAsync();
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

try
{
    await using var demo = await Demo.StartAsync(command.Relays);
    using var view = new RelayStatusView(demo.Transport);
    var killing = demo.KillAgainAndAgainAsync(stopping.Token);
    await view.ShowAsync(AnsiConsole.Console, stopping.Token);
    await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}
catch (RelayException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
