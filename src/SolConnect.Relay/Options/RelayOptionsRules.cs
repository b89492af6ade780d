using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// Finds everything that is wrong with a set of options, alone and together, so that a person corrects a configuration
/// once and not once per mistake. Each violation names the option, its value and what is allowed.
/// </summary>
internal sealed class RelayOptionsRules
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;
    private const int GiB = 1024 * MiB;

    /// <summary>
    /// Relays that a transport may know: more than a client could usefully watch. A larger fleet belongs behind a directory
    /// that names the nearest ones.
    /// </summary>
    public const int MaxRelays = 64;

    private const int MaxMetadata = 32;
    private const int MaxMetadataLength = 256;

    private readonly List<string> _violations = [];

    /// <summary>What is wrong with a list that is to take the place of <c>Relays</c>.</summary>
    public static IReadOnlyList<string> CheckList(IReadOnlyList<RelayEndpoint> relays, RelayOptions options)
    {
        var rules = new RelayOptionsRules();
        rules.CheckCount(relays.Count);
        rules.CheckAcks(options.RequiredAcks, relays.Count);
        rules._violations.AddRange(RelayEndpointRules.Check([.. relays], options.AllowInsecure));
        return rules._violations;
    }

    /// <summary>
    /// The name in <c>Metadata</c> that switches the trace of frames on. In any case of letters, as in configurations.
    /// </summary>
    public static bool IsDebugKey(string name) => name.Equals("debug", StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<string> Check(RelayOptions options)
    {
        var rules = new RelayOptionsRules();
        rules._violations.AddRange(options.ConfigurationErrors);
        rules.CheckEachOption(options);
        rules.CheckTogether(options);
        rules.CheckMetadata(options.Metadata);
        rules._violations.AddRange(DiscoveryOptionsRules.Check(options));
        if (options.Relays is not null)
            rules._violations.AddRange(RelayEndpointRules.Check(options.Relays, options.AllowInsecure));
        rules._violations.AddRange(RegionRules.Check(options));
        return rules._violations;
    }

    private void CheckEachOption(RelayOptions options)
    {
        CheckCount(options.Relays?.Count ?? 0, DiscoveryOptionsRules.MayStartEmpty(options) ? 0 : 1, options.EmptySection);
        if (options.RequiredAcks is < 1)
            Violated($"RequiredAcks is {options.RequiredAcks}; it must be at least 1, or null for automatic.");
        if (options.LoadBalancer is null && LoadBalancers.ByName(options.SelectionStrategy) is null)
        {
            Violated($"SelectionStrategy is '{options.SelectionStrategy}'; it must be one of " +
                $"{string.Join(", ", LoadBalancers.Names)}.");
        }

        if (options.TimeProvider is null)
            Violated("TimeProvider is null; it must be a clock, such as TimeProvider.System.");

        Range(options.Standbys, 0, 15);
        Range(options.ConnectionTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));
        Range(options.MaxRetries, 1, 1_000);
        Range(options.DiscoveryInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        Range(options.FailoverThreshold, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        Range(options.HealthCheckInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Range(options.AlertLatency, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Range(options.AlertErrorRate, 0.001, 1);
        Range(options.AlertQuality, 0, 90);
        Range(options.OutboxCapacity, 1, 1_000_000);
        Range(options.OutboxBytes, KiB, GiB);
        Range(options.MessageTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(24));
        Range(options.MaxMessageBytes, 1, 16 * MiB);
        Range(options.MaxReceiveMessageBytes, 1, 16 * MiB);
        Range(options.MaxTopics, 1, 1_000_000);
        Range(options.MaxSubscriptions, 1, 1_000_000);
        Range(options.MaxProducers, 1, 1_000_000);
        Range(options.HoldTime, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Range(options.HoldCapacity, 1, 1_000_000);
        Range(options.HoldBytes, KiB, GiB);
        Range(options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Defined(options.OutboxFullMode);
        Defined(options.ReceiveFrom);
        Defined(options.OnGap);
        Text(options.AffinityKey, 256);
        Text(options.ClientName, WireProtocol.MaxClientNameBytes);
    }

    private void CheckTogether(RelayOptions options)
    {
        var acks = options.RequiredAcks;
        if (acks > 1 + options.Standbys)
            Violated($"RequiredAcks is {acks}; it must be at most 1 + Standbys, which is {1 + options.Standbys}.");
        if (!options.EnableAutoDiscovery)
            CheckAcks(acks, options.Relays?.Count);
        if (acks > 1 && options.ReceiveFrom == ReceiveMode.Primary)
        {
            Violated($"RequiredAcks is {acks}; it must be 1 or null while ReceiveFrom is Primary, which is for " +
                "relays that share one log, and one log acknowledges once.");
        }

        if (options.MaxMessageBytes > options.OutboxBytes)
        {
            Violated($"MaxMessageBytes is {options.MaxMessageBytes}; it must be at most OutboxBytes, which is " +
                $"{options.OutboxBytes}, or the largest message would never fit.");
        }

        if (options.MaxMessageBytes > options.MaxReceiveMessageBytes)
        {
            Violated($"MaxMessageBytes is {options.MaxMessageBytes}; it must be at most MaxReceiveMessageBytes, " +
                $"which is {options.MaxReceiveMessageBytes}, or clients with these options could not read each other.");
        }

        if (options.HoldBytes < options.MaxReceiveMessageBytes)
        {
            Violated($"HoldBytes is {options.HoldBytes}; it must be at least MaxReceiveMessageBytes, which is " +
                $"{options.MaxReceiveMessageBytes}, or the largest message could not be held.");
        }
    }

    private void CheckCount(int relays, int fewest = 1, string? emptySection = null)
    {
        // A section that is not there may be meant, where code names the relays; where nobody does, it is the likely cause.
        var cause = relays == 0 && emptySection is not null
            ? $" The configuration section '{emptySection}' is missing or empty."
            : "";
        if (relays < fewest || relays > MaxRelays)
            Violated($"Relays holds {relays} relays; it must hold from {fewest} to {MaxRelays}.{cause}");
    }

    private void CheckAcks(int? acks, int? relays)
    {
        if (acks > 1 && acks > relays)
            Violated($"RequiredAcks is {acks}; it must be at most the number of Relays, {relays}.");
    }

    private void CheckMetadata(IDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: <= MaxMetadata })
        {
            Violated($"Metadata holds {metadata?.Count.ToString(CultureInfo.InvariantCulture) ?? "nothing"}; it must be a " +
                $"table of at most {MaxMetadata}, which may be empty.");
            return;
        }

        foreach (var (name, value) in metadata)
        {
            // Not repeated: only the library's own names are known to hold nothing secret.
            if (name.Length > MaxMetadataLength || value is not { Length: <= MaxMetadataLength })
                Violated($"Metadata holds a name or value that is null or longer than {MaxMetadataLength} characters.");
            else if (IsDebugKey(name) && !bool.TryParse(value, out _))
                Violated($"Metadata:{name} is '{value}'; it must be true or false.");
        }
    }

    private void Range<T>(T value, T min, T max, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            Violated($"{Name(expression)} is {Format(value)}; it must be from {Format(min)} to {Format(max)}.");
    }

    private void Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string expression = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            Violated($"{Name(expression)} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private void Text(string? value, int max, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        if (value is null)
            Violated($"{Name(expression)} is null; it may be empty.");
        else if (Encoding.UTF8.GetByteCount(value) is var bytes && bytes > max)
            Violated($"{Name(expression)} has {bytes} bytes of UTF-8; it must have at most {max}.");
        else if (value.Any(char.IsControl))
            Violated($"{Name(expression)} contains a control character; it must have none.");
    }

    private void Violated(string sentence) => _violations.Add(sentence);

    private static string Name(string expression) => expression["options.".Length..];

    // Durations as a configuration file writes them.
    private static string Format<T>(T value) =>
        value is TimeSpan span ? span.ToString("g", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
