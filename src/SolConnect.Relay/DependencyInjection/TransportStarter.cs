using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.DependencyInjection;

/// <summary>
/// Connects a transport when the host starts, where its options say so. The host waits for the first attempt and starts
/// in any case; where not even the relays are known by then, connecting is tried again behind it.
/// </summary>
/// <remarks>Stopping the host ends only the trying. The container disposes the transport last, which drains it.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Without a timer the token source holds nothing.")]
internal sealed class TransportStarter(
    Func<bool> isWanted, Func<IMessageTransport> transport, TimeProvider time, ILogger logger) : IHostedService
{
    /// <summary>Between attempts while no directory names a relay.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly GuardedLogger _logger = new(logger);
    private Task _trying = Task.CompletedTask;
    private bool _hasFailed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!isWanted())
        {
            return;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        if (!await TryAsync(both.Token).ConfigureAwait(false))
        {
            using var noFlow = ExecutionContext.SuppressFlow();
            _trying = Task.Run(TryOnAsync, CancellationToken.None);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _trying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TryOnAsync()
    {
        do
        {
            await Task.Delay(Pause, time, _stopping.Token).ConfigureAwait(false);
        }
        while (!await TryAsync(_stopping.Token).ConfigureAwait(false));
    }

    /// <summary>Whether the transport now connects by itself, or never will.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await transport().ConnectAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RelayException failure)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                HostingLog.NotConnected(_logger, failure.Message);
            }

            return transport().State != TransportState.Disconnected;
        }
        catch (InvalidOperationException)
        {
            return true; // The application has disconnected or disposed it meanwhile.
        }
    }
}
