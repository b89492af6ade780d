using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Chaos.Tests.Processes;

/// <summary>
/// Drops the packets of one port on the loopback interface, in one direction, by iptables. TCP's own acks travel in the
/// same packets: with one direction gone, the other one still brings bytes, and its sender sends them again and again.
/// </summary>
internal sealed class FirewallRule : IDisposable
{
    private static readonly Lazy<string?> Unusable = new(Probe);

    private readonly string[] _rule;
    private readonly Watchdog _watchdog;

    private FirewallRule(string[] rule)
    {
        _rule = rule;
        Run(["-w", "-I", .. rule]);
        _watchdog = new(["iptables", "-w", "-D", .. rule]);
    }

    /// <summary>Why iptables cannot be used here; <c>null</c>: it can.</summary>
    public static string? WhyUnusable => Unusable.Value;

    /// <summary>What is sent to the relay disappears.</summary>
    public static FirewallRule DropToRelay(int port) => new(Rule("--dport", port));

    /// <summary>What the relay sends disappears.</summary>
    public static FirewallRule DropFromRelay(int port) => new(Rule("--sport", port));

    public void Dispose()
    {
        Run(["-w", "-D", .. _rule]);
        _watchdog.Dispose();
    }

    private static string[] Rule(string which, int port) =>
        ["INPUT", "-p", "tcp", "-i", "lo", which, port.ToString(CultureInfo.InvariantCulture), "-j", "DROP"];

    // Port 9, discard, which nobody uses.
    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "iptables is a program of Linux.";
        }

        try
        {
            DropToRelay(9).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return $"iptables cannot be used here: {exception.Message}";
        }
    }

    private static void Run(string[] arguments)
    {
        var start = new ProcessStartInfo("iptables", arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        if (!process.WaitForExit(Patience.Limit) || process.ExitCode != 0)
        {
            throw new InvalidOperationException(said.Trim());
        }
    }
}
