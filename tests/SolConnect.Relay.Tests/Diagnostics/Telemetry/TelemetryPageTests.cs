using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.Tests.Diagnostics.Telemetry;

/// <summary>Dashboards are built by the page: what is not on it is not found.</summary>
[Collection(nameof(ListenersAlone))]
public sealed class TelemetryPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "telemetry.md"));

    [Fact]
    public void Every_instrument_is_on_the_page_with_its_unit()
    {
        var instruments = Instruments();

        Assert.True(instruments.Count >= 20);
        Assert.All(instruments, instrument => Assert.Contains(
            Page.Split('\n'),
            line => line.Contains($"`{instrument.Name}`", StringComparison.Ordinal)
                && line.Contains($"`{instrument.Unit}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_attribute_is_on_the_page()
    {
        var names = typeof(TelemetryNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(names, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_names_no_instrument_that_there_is_not()
    {
        var known = Instruments().Select(instrument => instrument.Name).ToHashSet();
        var section = Page[Page.IndexOf("## Metrics", StringComparison.Ordinal)..Page.IndexOf("## Attributes", StringComparison.Ordinal)];
        var named = section.Split('\n')
            .Where(line => line.StartsWith("| `solconnect.relay.", StringComparison.Ordinal)
                || line.StartsWith("| `messaging.client.", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !known.Contains(name));
    }

    private static List<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        RuntimeHelpers.RunClassConstructor(typeof(RelayInstruments).TypeHandle);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == RelayTelemetry.MeterName)
            {
                found.Add(instrument);
            }
        };
        listener.Start();
        return found;
    }
}
