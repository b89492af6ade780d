using KillTheRelay;
using SolConnect.Relay;

CommandLine command;
try
{
    command = CommandLine.Parse(args);
    if (command.File is { } file && !File.Exists(file))
    {
        throw new FormatException($"There is no file '{file}'.");
    }
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

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};

Run started;
try
{
    started = await Run.StartAsync(command, stopping.Token);
}
catch (RelayException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

await using var run = started;
using var finished = new CancellationTokenSource();
var view = command.IsPlain || Console.IsOutputRedirected
    ? PlainView.ShowAsync(run, finished.Token)
    : LiveView.ShowAsync(run, finished.Token);
var verdict = await run.ExecuteAsync(stopping.Token);
await finished.CancelAsync();
await view;
Console.WriteLine();
Console.Write(verdict);
if (command.Picture is { } picture)
{
    await Picture.SaveAsync(run, verdict, picture);
}

return verdict.IsGood ? 0 : 1;
