using System.Text;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server;

/// <summary>Finds everything that is wrong with the options, so that one start tells it all.</summary>
internal sealed class RelayServerOptionsValidator : IValidateOptions<RelayServerOptions>
{
    private const int KiB = 1024;
    private const long GiB = 1L << 30;

    public ValidateOptionsResult Validate(string? name, RelayServerOptions options)
    {
        var wrong = new List<string>();
        CheckIdentity(options, wrong);
        CheckPeers(options, wrong);
        CheckTimes(options, wrong);
        CheckLimits(options, wrong);
        CheckPath(wrong, nameof(options.HealthPath), options.HealthPath);
        CheckPath(wrong, nameof(options.DirectoryPath), options.DirectoryPath);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void CheckIdentity(RelayServerOptions options, List<string> wrong)
    {
        if (!IsRelayId(options.Id))
        {
            wrong.Add($"{nameof(options.Id)}: '{options.Id}' is no relay id. {RelayIdRule}");
        }

        if (Encoding.UTF8.GetByteCount(options.Region) > WireProtocol.MaxRegionBytes)
        {
            wrong.Add($"{nameof(options.Region)}: longer than {WireProtocol.MaxRegionBytes} bytes.");
        }

        if (options.PublicUrl is { } url && !IsRelayUrl(url))
        {
            wrong.Add($"{nameof(options.PublicUrl)}: '{url}' is not an absolute ws or wss address.");
        }

        Check(wrong, nameof(options.Priority), options.Priority, 0, 1000);
        if (options.Weight is not (> 0 and <= 1000))
        {
            wrong.Add($"{nameof(options.Weight)}: {options.Weight} is not above 0 and at most 1000.");
        }

        for (var index = 0; index < options.AllowedOrigins.Count; index++)
        {
            var origin = options.AllowedOrigins[index];
            if (!IsOrigin(origin))
            {
                wrong.Add(
                    $"{nameof(options.AllowedOrigins)}[{index}]: '{origin}' is neither * nor an " +
                    "origin such as https://app.example.com (scheme, host and port, nothing behind them).");
            }
        }
    }

    private static void CheckPeers(RelayServerOptions options, List<string> wrong)
    {
        if (options.Peers.Count > WireProtocol.MaxAlternates)
        {
            var (count, limit) = (options.Peers.Count, WireProtocol.MaxAlternates);
            wrong.Add($"{nameof(options.Peers)}: {count} peers are more than {limit}.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal) { options.Id };
        for (var index = 0; index < options.Peers.Count; index++)
        {
            var peer = options.Peers[index];
            var key = $"{nameof(options.Peers)}[{index}]";
            if (!IsRelayId(peer.Id))
            {
                wrong.Add($"{key}: '{peer.Id}' is no relay id. {RelayIdRule}");
            }
            else if (!ids.Add(peer.Id))
            {
                wrong.Add($"{key}: the id '{peer.Id}' is taken already.");
            }

            if (!IsRelayUrl(peer.Url))
            {
                wrong.Add($"{key}: '{peer.Url}' is not an absolute ws or wss address.");
            }
        }
    }

    private static void CheckTimes(RelayServerOptions options, List<string> wrong)
    {
        var second = TimeSpan.FromSeconds(1);
        var minutes = TimeSpan.FromMinutes(10);
        var month = TimeSpan.FromDays(30);
        Check(wrong, nameof(options.ShutdownGrace), options.ShutdownGrace, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Check(wrong, nameof(options.HelloTimeout), options.HelloTimeout, second / 10, TimeSpan.FromMinutes(1));
        Check(
            wrong, nameof(options.TokenExpirySpread), options.TokenExpirySpread, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Check(wrong, nameof(options.HeartbeatInterval), options.HeartbeatInterval, second, minutes);
        Check(wrong, nameof(options.WriteTimeout), options.WriteTimeout, second, minutes);
        Check(wrong, nameof(options.ProducerMemory), options.ProducerMemory, TimeSpan.Zero, month);
        Check(wrong, nameof(options.RetentionTime), options.RetentionTime, second, month);
    }

    private static void CheckLimits(RelayServerOptions options, List<string> wrong)
    {
        Check(wrong, nameof(options.MaxConnections), options.MaxConnections, 1, 1_000_000);
        Check(wrong, nameof(options.MaxConnectionsPerSubject), options.MaxConnectionsPerSubject, 1, 1_000_000);
        Check(wrong, nameof(options.MaxMessagesPerSecond), options.MaxMessagesPerSecond ?? 1, 1, 10_000_000);
        Check(wrong, nameof(options.MaxMessageBytes), options.MaxMessageBytes, KiB, 16 * KiB * KiB);
        Check(wrong, nameof(options.MaxTopicsPerConnection), options.MaxTopicsPerConnection, 1, 1_000_000);
        Check(wrong, nameof(options.MaxTopics), options.MaxTopics, 1, 10_000_000);
        Check(wrong, nameof(options.MaxProducersPerTopic), options.MaxProducersPerTopic, 1, 10_000_000);
        Check(wrong, nameof(options.RetentionRecords), options.RetentionRecords, 1, 100_000_000);

        // Where one limit depends on another, the dependent one names it.
        Check(
            wrong, nameof(options.MaxInFlightBytes), options.MaxInFlightBytes, options.MaxMessageBytes, GiB,
            $"at least {nameof(options.MaxMessageBytes)}");
        Check(
            wrong, nameof(options.MaxBytesPerSecond), options.MaxBytesPerSecond ?? long.MaxValue,
            options.MaxMessageBytes, long.MaxValue, $"at least {nameof(options.MaxMessageBytes)}");
        Check(
            wrong, nameof(options.RetentionBytes), options.RetentionBytes, 2L * options.MaxMessageBytes, 1024 * GiB,
            $"at least twice {nameof(options.MaxMessageBytes)}");
        Check(
            wrong, nameof(options.MaxLogBytes), options.MaxLogBytes, options.RetentionBytes, long.MaxValue,
            $"at least {nameof(options.RetentionBytes)}");
    }

    private static void CheckPath(List<string> wrong, string key, string? path)
    {
        if (path is not null && !path.StartsWith('/'))
        {
            wrong.Add($"{key}: '{path}' does not begin with '/'.");
        }
    }

    private static void Check<T>(List<string> wrong, string key, T value, T min, T max, string? why = null)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            wrong.Add($"{key}: {value} is not from {min}{(why is null ? "" : $" ({why})")} to {max}.");
        }
    }

    private const string RelayIdRule =
        "It has 1 to 64 characters out of letters, digits, '-', '_', '.' and ':'.";

    private static bool IsRelayId(string id) =>
        id.Length is >= 1 and <= WireProtocol.MaxRelayIdBytes
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':');

    private static bool IsRelayUrl(Uri url) =>
        url.IsAbsoluteUri && url.Scheme is "ws" or "wss" && url.AbsoluteUri.Length <= WireProtocol.MaxUrlBytes;

    private static bool IsOrigin(string origin) =>
        origin == "*"
        || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.GetLeftPart(UriPartial.Authority) == origin);
}
