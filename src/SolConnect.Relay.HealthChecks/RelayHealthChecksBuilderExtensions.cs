using Microsoft.Extensions.Diagnostics.HealthChecks;
using SolConnect.Relay;
using SolConnect.Relay.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of a transport.</summary>
public static class RelayHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the transport that <c>AddSolConnectRelay</c> registered. The transport is created at the first check
    /// where nobody has asked for it before; it is not connected by that.
    /// </summary>
    /// <param name="builder">Where to register.</param>
    /// <param name="name">What the check is called. Default <c>relays</c>.</param>
    /// <param name="transportName">The transport's name; <c>null</c> (default) for the one without.</param>
    /// <param name="failureStatus">
    /// What a transport without a relay counts as; <c>null</c> (default) for <see cref="HealthStatus.Unhealthy"/>.
    /// </param>
    /// <param name="tags">For filters; <c>null</c> (default) for none.</param>
    public static IHealthChecksBuilder AddSolConnectRelay(
        this IHealthChecksBuilder builder, string name = "relays", string? transportName = null,
        HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new RelayHealthCheck(
                transportName is null
                    ? provider.GetRequiredService<RelayWebSocketTransport>()
                    : provider.GetRequiredKeyedService<RelayWebSocketTransport>(transportName)),
            failureStatus, tags));
    }
}
