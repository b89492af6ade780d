using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SolConnect.Relay;
using SolConnect.Relay.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers one transport as a singleton, as <see cref="RelayWebSocketTransport"/> and as
/// <see cref="IMessageTransport"/>. Connecting it is up to the application.
/// </summary>
/// <remarks>
/// The options are validated when the host starts, or else when the transport is first asked for: an
/// <see cref="OptionsValidationException"/> holds every violation. The calls may be combined, for example a preset
/// first and then the configuration; what comes later wins.
/// </remarks>
public static class RelayServiceCollectionExtensions
{
    /// <summary>Adds one transport, with the options that <paramref name="configure"/> sets.</summary>
    public static IServiceCollection AddSolConnectRelay(
        this IServiceCollection services, Action<RelayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddTransport().Configure(configure);
        return services;
    }

    /// <summary>
    /// Adds one transport, with the options that a configuration section names. A key that is no option, and a value
    /// that cannot be read, are violations too.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">
    /// Keys are the names of <see cref="RelayOptions"/>; relays stand under <c>Relays:0</c>, <c>Relays:1</c> …
    /// </param>
    public static IServiceCollection AddSolConnectRelay(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddTransport().Configure(options => RelayOptionsConfiguration.Apply(section, options));
        return services;
    }

    /// <summary>Adds one transport that starts out from these options, such as a preset.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="options">Copied now: later changes of this object change nothing.</param>
    public static IServiceCollection AddSolConnectRelay(this IServiceCollection services, RelayOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        var preset = options.Copy();
        services.AddTransport();
        return services.AddSingleton<IOptionsFactory<RelayOptions>>(provider => new PresetOptionsFactory(
            preset,
            provider.GetServices<IConfigureOptions<RelayOptions>>(),
            provider.GetServices<IPostConfigureOptions<RelayOptions>>(),
            provider.GetServices<IValidateOptions<RelayOptions>>()));
    }

    private static OptionsBuilder<RelayOptions> AddTransport(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RelayOptions>, RelayOptionsValidator>());
        services.TryAddSingleton(provider => new RelayWebSocketTransport(
            provider.GetRequiredService<IOptions<RelayOptions>>().Value, provider.GetService<ILoggerFactory>()));
        services.TryAddSingleton<IMessageTransport>(provider => provider.GetRequiredService<RelayWebSocketTransport>());
        return services.AddOptions<RelayOptions>().ValidateOnStart();
    }
}
