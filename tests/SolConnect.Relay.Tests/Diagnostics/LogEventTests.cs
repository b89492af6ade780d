using System.Reflection;
using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Tests.Diagnostics;

/// <summary>Alerts and dashboards are built on event ids: they stay, and each means one thing.</summary>
public class LogEventTests
{
    private static readonly (int Id, string Name)[] Stable =
    [
        (100, "StateChanged"), (101, "Faulted"), (102, "Refused"), (110, "RelayOpened"), (111, "RelayClosed"),
        (112, "DialFailed"),
        (113, "PrimaryConnected"), (114, "RelayDiscovered"), (115, "RelayRemoved"),
        (120, "FailoverStarted"), (121, "FailoverCompleted"), (130, "HealthChanged"),
        (131, "TrustChanged"), (132, "EjectionChanged"), (140, "GapDetected"), (141, "SubscriptionConfirmed"), (150, "Alert"), (151, "AlertCleared"),
        (600, "HandlerThrew"), (601, "Dropped"), (602, "HandlersStillRunning"),
        (610, "BalancerThrew"), (611, "BalancerOutOfRange"), (612, "RegionProviderThrew"), (613, "RegionFound"),
        (620, "RelayAdded"), (621, "RelayDropped"), (622, "RelayChanged"), (623, "DirectoryRecovered"),
        (624, "DirectoryStillFails"), (625, "OptionsRefused"),
        (630, "Sent"), (631, "Received"), (632, "Malformed"), (640, "NotConnected"),
    ];

    [Fact]
    public void Every_log_line_keeps_its_event_id()
    {
        Assert.Equal(Stable, LogLines().Select(line => (line.Attribute.EventId, line.Method.Name)).Order());
    }

    [Fact]
    public void No_event_id_and_no_name_is_used_twice()
    {
        var lines = LogLines().ToList();

        Assert.Distinct(lines.Select(line => line.Attribute.EventId));
        Assert.Distinct(lines.Select(line => line.Method.Name));
    }

    [Fact]
    public void No_log_line_takes_what_may_hold_a_payload_a_token_or_a_query_string()
    {
        var parameters = LogLines().SelectMany(line => line.Method.GetParameters()).ToList();

        Assert.DoesNotContain(parameters, parameter => parameter.ParameterType == typeof(Uri));
        Assert.DoesNotContain(parameters, parameter => parameter.ParameterType == typeof(ReadOnlyMemory<byte>));
        Assert.DoesNotContain(parameters, parameter => parameter.ParameterType.IsArray);
        Assert.DoesNotContain(
            parameters, parameter => parameter.Name!.Contains("token", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<(MethodInfo Method, LoggerMessageAttribute Attribute)> LogLines() =>
        from type in typeof(RelayManager).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select (method, attribute);
}
