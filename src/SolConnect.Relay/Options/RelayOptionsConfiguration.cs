using System.Globalization;
using Microsoft.Extensions.Configuration;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// Reads options out of a configuration section. By hand, because the binder that the SDK generates gives a relay
/// without a weight the weight 0 instead of the default, stops at the first value that it cannot read, and passes over
/// a key that is spelled wrong. Here every such mistake becomes a violation and is reported with all the others.
/// </summary>
internal static class RelayOptionsConfiguration
{
    private static readonly Dictionary<string, Action<RelayOptions, string>> Setters =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(RelayOptions.EnableAutoDiscovery)] = (o, text) => o.EnableAutoDiscovery = Flag(text),
            [nameof(RelayOptions.DiscoveryInterval)] = (o, text) => o.DiscoveryInterval = Duration(text),
            [nameof(RelayOptions.ConnectOnStart)] = (o, text) => o.ConnectOnStart = Flag(text),
            [nameof(RelayOptions.AllowInsecure)] = (o, text) => o.AllowInsecure = Flag(text),
            [nameof(RelayOptions.SelectionStrategy)] = (o, text) => o.SelectionStrategy = text,
            [nameof(RelayOptions.Region)] = (o, text) => o.Region = text == "" ? null : text,
            [nameof(RelayOptions.Standbys)] = (o, text) => o.Standbys = Whole(text),
            [nameof(RelayOptions.AffinityKey)] = (o, text) => o.AffinityKey = text,
            [nameof(RelayOptions.RequiredAcks)] = (o, text) => o.RequiredAcks = text == "" ? null : Whole(text),
            [nameof(RelayOptions.ConnectionTimeout)] = (o, text) => o.ConnectionTimeout = Duration(text),
            [nameof(RelayOptions.MaxRetries)] = (o, text) => o.MaxRetries = Whole(text),
            [nameof(RelayOptions.FailoverThreshold)] = (o, text) => o.FailoverThreshold = Duration(text),
            [nameof(RelayOptions.HealthCheckInterval)] = (o, text) => o.HealthCheckInterval = Duration(text),
            [nameof(RelayOptions.HealthChecks)] = (o, text) => o.HealthChecks = Flag(text),
            [nameof(RelayOptions.PredictiveSwitchover)] = (o, text) => o.PredictiveSwitchover = Flag(text),
            [nameof(RelayOptions.AlertLatency)] = (o, text) => o.AlertLatency = Duration(text),
            [nameof(RelayOptions.AlertErrorRate)] = (o, text) => o.AlertErrorRate = Fraction(text),
            [nameof(RelayOptions.AlertQuality)] = (o, text) => o.AlertQuality = Fraction(text),
            [nameof(RelayOptions.TopicInMetrics)] = (o, text) => o.TopicInMetrics = Flag(text),
            [nameof(RelayOptions.OutboxCapacity)] = (o, text) => o.OutboxCapacity = Whole(text),
            [nameof(RelayOptions.OutboxBytes)] = (o, text) => o.OutboxBytes = Long(text),
            [nameof(RelayOptions.OutboxFullMode)] = (o, text) => o.OutboxFullMode = Word<OutboxFullMode>(text),
            [nameof(RelayOptions.MessageTimeout)] = (o, text) => o.MessageTimeout = Duration(text),
            [nameof(RelayOptions.MaxMessageBytes)] = (o, text) => o.MaxMessageBytes = Whole(text),
            [nameof(RelayOptions.MaxReceiveMessageBytes)] = (o, text) => o.MaxReceiveMessageBytes = Whole(text),
            [nameof(RelayOptions.MaxTopics)] = (o, text) => o.MaxTopics = Whole(text),
            [nameof(RelayOptions.MaxSubscriptions)] = (o, text) => o.MaxSubscriptions = Whole(text),
            [nameof(RelayOptions.MaxProducers)] = (o, text) => o.MaxProducers = Whole(text),
            [nameof(RelayOptions.ReceiveFrom)] = (o, text) => o.ReceiveFrom = Word<ReceiveMode>(text),
            [nameof(RelayOptions.OnGap)] = (o, text) => o.OnGap = Word<GapPolicy>(text),
            [nameof(RelayOptions.HoldTime)] = (o, text) => o.HoldTime = Duration(text),
            [nameof(RelayOptions.HoldCapacity)] = (o, text) => o.HoldCapacity = Whole(text),
            [nameof(RelayOptions.HoldBytes)] = (o, text) => o.HoldBytes = Long(text),
            [nameof(RelayOptions.DrainTimeout)] = (o, text) => o.DrainTimeout = Duration(text),
            [nameof(RelayOptions.ClientName)] = (o, text) => o.ClientName = text,
        };

    private static readonly Dictionary<string, Func<RelayEndpoint, string, RelayEndpoint>> RelaySetters =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(RelayEndpoint.Id)] = (relay, text) => relay with { Id = text },
            [nameof(RelayEndpoint.Url)] = (relay, text) => relay with { Url = Address(text) },
            [nameof(RelayEndpoint.Region)] = (relay, text) => relay with { Region = text },
            [nameof(RelayEndpoint.Priority)] = (relay, text) => relay with { Priority = Whole(text) },
            [nameof(RelayEndpoint.Weight)] = (relay, text) => relay with { Weight = Fraction(text) },
            [nameof(RelayEndpoint.MaxConnections)] = (relay, text) => relay with { MaxConnections = Whole(text) },
        };

    // What consists of several values is appended to what is there.
    private static readonly Dictionary<string, Action<RelayOptions, IConfigurationSection>> Lists =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(RelayOptions.Relays)] = (o, entry) => o.Relays.Add(ReadRelay(entry, o.ConfigurationErrors)),
            [nameof(RelayOptions.Directories)] = (o, entry) =>
            {
                if (DirectoryConfiguration.Read(entry, o.ConfigurationErrors) is { } directory)
                    o.Directories.Add(directory);
            },
            [nameof(RelayOptions.PreferredRegions)] = (o, entry) => o.PreferredRegions.Add(entry.Value ?? ""),
            [nameof(RelayOptions.AllowedHosts)] = (o, entry) => o.AllowedHosts.Add(entry.Value ?? ""),
            [nameof(RelayOptions.Metadata)] = (o, entry) => o.Metadata[entry.Key] = entry.Value ?? "",
        };

    /// <summary>
    /// Sets what the section names, appends to lists, and leaves mistakes in <c>ConfigurationErrors</c>.
    /// </summary>
    public static void Apply(IConfiguration section, RelayOptions options)
    {
        var entries = section.GetChildren().ToList();
        if (entries.Count == 0)
            options.EmptySection = (section as IConfigurationSection)?.Path;
        foreach (var entry in entries)
        {
            if (Lists.TryGetValue(entry.Key, out var add))
            {
                if (entry.Value is { Length: > 0 })
                    options.ConfigurationErrors.Add($"{entry.Path} is '{entry.Value}'; it must be a list.");
                foreach (var item in entry.GetChildren())
                    add(options, item);
            }
            else if (Setters.TryGetValue(entry.Key, out var set))
            {
                Read(entry, text => set(options, text), options.ConfigurationErrors);
            }
            else
            {
                options.ConfigurationErrors.Add(Unknown(entry, Lists.Keys.Concat(Setters.Keys)));
            }
        }
    }

    private static RelayEndpoint ReadRelay(IConfigurationSection section, IList<string> errors)
    {
        // What is missing here is a violation that the rules name.
        var relay = new RelayEndpoint("", null!);
        foreach (var entry in section.GetChildren())
        {
            if (RelaySetters.TryGetValue(entry.Key, out var set))
                Read(entry, text => relay = set(relay, text), errors);
            else
                errors.Add(Unknown(entry, RelaySetters.Keys));
        }

        return relay;
    }

    private static void Read(IConfigurationSection entry, Action<string> set, IList<string> errors)
    {
        try
        {
            set(entry.Value ?? "");
        }
        catch (FormatException exception)
        {
            errors.Add($"{entry.Path} is '{entry.Value}'; it must be {exception.Message}.");
        }
    }

    // No FormatException, which would repeat the text: an address may hold a secret. The rules refuse a relative one.
    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : new("unreadable", UriKind.Relative);

    internal static string Unknown(IConfigurationSection entry, IEnumerable<string> known) =>
        $"{entry.Path} is not an option that can be configured; it must be one of {string.Join(", ", known)}.";

    private static bool Flag(string text) =>
        bool.TryParse(text, out var value) ? value : throw new FormatException("true or false");

    private static int Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : throw new FormatException("a whole number such as 10");

    private static long Long(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : throw new FormatException("a whole number such as 10");

    private static double Fraction(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value : throw new FormatException("a number such as 1.5");

    private static TimeSpan Duration(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value : throw new FormatException("a duration such as 00:00:05 or 0:00:00.25");

    private static T Word<T>(string text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value : throw new FormatException($"one of {string.Join(", ", Enum.GetNames<T>())}");
}
