using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SolConnect.Relay;
using SolConnect.Relay.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers a transport as a singleton, as <see cref="RelayWebSocketTransport"/> and as <see cref="IMessageTransport"/>;
/// with a name, as a keyed one of that name and with the options of that name. Connecting it is up to the application,
/// unless <see cref="RelayOptions.ConnectOnStart"/> is set.
/// </summary>
/// <remarks>
/// <para>The options are validated when the host starts, or else when the transport is first asked for: an
/// <see cref="OptionsValidationException"/> holds every violation. Calls for one name may be combined, for example a preset
/// first and then the configuration; what comes later wins.</para>
/// <para>When the configuration changes, so do the transport's relays: those that are new, gone, or have other weights or
/// priorities. Every other option stays as it was. A change that is not valid is logged and changes nothing.</para>
/// </remarks>
public static class RelayServiceCollectionExtensions
{
    /// <summary>Adds one transport, with the options that <paramref name="configure"/> sets.</summary>
    public static IServiceCollection AddSolConnectRelay(
        this IServiceCollection services, Action<RelayOptions> configure) =>
        services.AddSolConnectRelay(Options.Options.DefaultName, configure);

    /// <summary>
    /// Adds one transport, with the options that a configuration section names. A key that is no option, and a value
    /// that cannot be read, are violations too.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">
    /// Keys are the names of <see cref="RelayOptions"/>; relays stand under <c>Relays:0</c>, <c>Relays:1</c> …
    /// </param>
    public static IServiceCollection AddSolConnectRelay(this IServiceCollection services, IConfiguration section) =>
        services.AddSolConnectRelay(Options.Options.DefaultName, section);

    /// <summary>Adds one transport that starts out from these options, such as a preset.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="options">Copied now: later changes of this object change nothing.</param>
    public static IServiceCollection AddSolConnectRelay(this IServiceCollection services, RelayOptions options) =>
        services.AddSolConnectRelay(Options.Options.DefaultName, options);

    /// <summary>Adds one of several transports, with the options that <paramref name="configure"/> sets.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The key of the transport and the name of its options.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddSolConnectRelay(
        this IServiceCollection services, string name, Action<RelayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddTransport(name).Configure(configure);
        return services;
    }

    /// <summary>Adds one of several transports, with the options that a configuration section names.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The key of the transport and the name of its options.</param>
    /// <param name="section">Keys are the names of <see cref="RelayOptions"/>.</param>
    public static IServiceCollection AddSolConnectRelay(
        this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddTransport(name).Configure(options => RelayOptionsConfiguration.Apply(section, options));
        return services.AddSingleton<IOptionsChangeTokenSource<RelayOptions>>(new SectionChangeTokenSource(name, section));
    }

    /// <summary>Adds one of several transports, that starts out from these options, such as a preset.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The key of the transport and the name of its options.</param>
    /// <param name="options">Copied now: later changes of this object change nothing.</param>
    public static IServiceCollection AddSolConnectRelay(
        this IServiceCollection services, string name, RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddTransport(name);
        return services.AddSingleton(new RelayPreset(name, options.Copy()));
    }

    private static OptionsBuilder<RelayOptions> AddTransport(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RelayOptions>, RelayOptionsValidator>());
        services.TryAddSingleton<IOptionsFactory<RelayOptions>, PresetOptionsFactory>();
        if (!services.Any(service => service.ServiceType == typeof(TransportOwner) && Equals(service.ServiceKey, name)))
        {
            // One owner for each name, also for the plain one: keyed services are told apart by their keys alone.
            services.AddKeyedSingleton(name, (provider, _) => CreateOwner(provider, name));
            services.AddHostedTransport(name);
        }

        if (name == Options.Options.DefaultName)
        {
            services.TryAddSingleton(provider => TransportOf(provider, name));
            services.TryAddSingleton<IMessageTransport>(provider => provider.GetRequiredService<RelayWebSocketTransport>());
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => TransportOf(provider, name));
            services.TryAddKeyedSingleton<IMessageTransport>(
                name, (provider, _) => provider.GetRequiredKeyedService<RelayWebSocketTransport>(name));
        }

        return services.AddOptions<RelayOptions>(name).ValidateOnStart();
    }

    private static TransportOwner CreateOwner(IServiceProvider provider, string name) => new(
        name, provider.GetRequiredService<IOptionsFactory<RelayOptions>>(),
        provider.GetServices<IOptionsChangeTokenSource<RelayOptions>>(), provider.GetService<ILoggerFactory>());

    private static RelayWebSocketTransport TransportOf(IServiceProvider provider, string name) =>
        provider.GetRequiredKeyedService<TransportOwner>(name).Transport;

    // Not by type, as AddHostedService does: there is one for each name.
    private static void AddHostedTransport(this IServiceCollection services, string name) =>
        services.AddSingleton<IHostedService>(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<RelayOptions>>();
            var loggers = provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
            return new TransportStarter(
                () => options.Get(name).ConnectOnStart,
                () => name == Options.Options.DefaultName
                    ? provider.GetRequiredService<IMessageTransport>()
                    : provider.GetRequiredKeyedService<IMessageTransport>(name),
                options.Get(name).TimeProvider, loggers.CreateLogger("SolConnect.Relay"));
        });
}
