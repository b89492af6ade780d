using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SolConnect.Relay.HealthChecks;

/// <summary>
/// Says how a transport stands, out of its own snapshots: it sends nothing and waits for nothing. Thread-safe.
/// </summary>
/// <remarks>
/// <para><see cref="TransportState.Connected"/> is healthy; <see cref="TransportState.Connecting"/> and
/// <see cref="TransportState.Degraded"/>, in which messages still go through or are about to, are degraded; every other
/// state is what the registration names as its failure status, by default unhealthy.</para>
/// <para>The data hold <c>state</c>, <c>reason</c>, <c>primary</c>, <c>relaysOpen</c>, <c>relaysKnown</c>,
/// <c>messagesPending</c>, and for each relay that is not open <c>relay:ID</c> with what happened to it.</para>
/// </remarks>
public sealed class RelayHealthCheck : IHealthCheck
{
    private readonly RelayWebSocketTransport _transport;

    /// <summary>Creates a check of one transport.</summary>
    public RelayHealthCheck(RelayWebSocketTransport transport)
    {
        ArgumentNullException.ThrowIfNull(transport);
        _transport = transport;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (state, reason) = (_transport.State, _transport.Manager.StateReason);
        var (relays, metrics) = (_transport.GetAvailableRelays(), _transport.GetRelayMetrics());
        var data = new Dictionary<string, object>
        {
            ["state"] = state.ToString(),
            ["reason"] = reason,
            ["primary"] = relays.FirstOrDefault(relay => relay.IsPrimary)?.Endpoint.Id ?? "",
            ["relaysOpen"] = metrics.ActiveConnections,
            ["relaysKnown"] = metrics.TotalRelays,
            ["messagesPending"] = metrics.MessagesPending,
        };
        foreach (var relay in relays.Where(relay => relay.LastCloseDetail is not null && !IsOpen(relay)))
        {
            data[$"relay:{relay.Endpoint.Id}"] = relay.LastCloseDetail!;
        }

        var status = state switch
        {
            TransportState.Connected => HealthStatus.Healthy,
            TransportState.Connecting or TransportState.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        var description = string.Create(
            CultureInfo.InvariantCulture,
            $"{state}: {reason}. {metrics.ActiveConnections} of {metrics.TotalRelays} relays are open.");
        return Task.FromResult(new HealthCheckResult(status, description, exception: null, data));
    }

    private bool IsOpen(RelayInfo relay) =>
        _transport.GetActiveConnections().Any(connection => connection.Endpoint.Id == relay.Endpoint.Id);
}
