using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay.DependencyInjection;

/// <summary>
/// Makes the transport of one name, and gives it the relays of changed options while it lives. Of the options only
/// <see cref="RelayOptions.Relays"/> is applied to a transport that exists.
/// </summary>
/// <remarks>
/// It reads the options itself instead of asking <see cref="IOptionsMonitor{TOptions}"/>, which throws on invalid ones into
/// whatever thread noticed the change: here they are logged, and the transport goes on as it is.
/// </remarks>
internal sealed class TransportOwner : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly IOptionsFactory<RelayOptions> _options;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _watches = [];

    public TransportOwner(
        string name, IOptionsFactory<RelayOptions> options, IEnumerable<IOptionsChangeTokenSource<RelayOptions>> changes,
        ILoggerFactory? loggers)
    {
        (_name, _options) = (name, options);
        var factory = loggers ?? NullLoggerFactory.Instance;
        _logger = new GuardedLogger(factory.CreateLogger("SolConnect.Relay"));
        Transport = new(options.Create(name), factory);
        foreach (var change in changes.Where(change => (change.Name ?? Options.DefaultName) == name))
        {
            _watches.Add(ChangeToken.OnChange(change.GetChangeToken, Apply));
        }
    }

    public RelayWebSocketTransport Transport { get; }

    public async ValueTask DisposeAsync()
    {
        _watches.ForEach(watch => watch.Dispose());
        await Transport.DisposeAsync().ConfigureAwait(false);
    }

    private void Apply()
    {
        lock (_lock)
        {
            try
            {
                Transport.Manager.Configure(_options.Create(_name).Relays);
            }
            catch (OptionsValidationException refused)
            {
                DiscoveryLog.OptionsRefused(_logger, string.Join(" ", refused.Failures));
            }
            catch (Exception error)
            {
                DiscoveryLog.OptionsRefused(_logger, $"Reading them threw {error.GetType().Name}.");
            }
        }
    }
}
