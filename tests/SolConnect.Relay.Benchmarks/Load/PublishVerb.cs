using System.Globalization;
using SolConnect.Relay.Benchmarks.Commands;

namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>A publisher in a process of its own: sends so many messages and ends, so that only the receiver is measured.</summary>
internal sealed class PublishVerb : IVerb
{
    private const int Window = 1_024;

    public string Name => "publish";

    public string? Summary => null;

    /// <param name="arguments">The relay's address, the topic, the size of a message, how many.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var (size, messages) = (int.Parse(arguments[2], CultureInfo.InvariantCulture), long.Parse(arguments[3], CultureInfo.InvariantCulture));
        await using var sender = await AckedSender.ConnectAsync(
            [new("relay-0", new(arguments[0]))], arguments[1], requiredAcks: 1, size, tasks: 1, Window);
        await sender.SendAsync(messages);
        return 0;
    }
}
