using System.Globalization;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay;

/// <summary>
/// Finds everything that is wrong with a list of relays. No message repeats a part of an address that may be secret.
/// </summary>
internal static class RelayEndpointRules
{
    public static IEnumerable<string> Check(IList<RelayEndpoint> relays, bool allowInsecure)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < relays.Count; i++)
        {
            if (relays[i] is not { } relay)
            {
                yield return $"Relays[{i}] is null; it must be a relay.";
                continue;
            }

            foreach (var violation in CheckOne(relay, $"Relays[{i}]", allowInsecure))
                yield return violation;
            // Ids are what clients agree on; two relays of one name would get each other's messages.
            if (relay.Id is not null && !places.TryAdd(relay.Id, i))
                yield return $"Relays[{i}].Id is '{relay.Id}', like Relays[{places[relay.Id]}].Id; it must be unique.";
        }
    }

    private static IEnumerable<string> CheckOne(RelayEndpoint relay, string name, bool allowInsecure)
    {
        if (!IsId(relay.Id))
        {
            yield return $"{name}.Id is '{relay.Id}'; it must have 1 to {WireProtocol.MaxRelayIdBytes} characters " +
                "out of letters a to z in either case, digits, '-', '_', '.' and ':'.";
        }

        if (CheckUrl(relay.Url, allowInsecure) is { } wrong)
            yield return $"{name}.Url {wrong}";
        if (relay.Region is null)
            yield return $"{name}.Region is null; it may be empty.";
        if (relay.Priority is < 0 or > 1_000)
            yield return $"{name}.Priority is {relay.Priority}; it must be from 0 to 1000.";
        if (relay.Weight is not (> 0 and <= 1_000))
        {
            var weight = relay.Weight.ToString(CultureInfo.InvariantCulture);
            yield return $"{name}.Weight is {weight}; it must be above 0 and at most 1000.";
        }

        if (relay.MaxConnections < 0)
            yield return $"{name}.MaxConnections is {relay.MaxConnections}; it must be 0 (unknown) or more.";
    }

    private static string? CheckUrl(Uri? url, bool allowInsecure)
    {
        const string Wanted = "it must be an absolute address that begins with ws:// or wss://.";
        if (url is null)
            return $"is missing; {Wanted}";
        if (!url.IsAbsoluteUri)
            return $"is relative; {Wanted}";

        var shown = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (url.Scheme is not ("ws" or "wss"))
            return $"is '{shown}'; {Wanted}";
        if (url.UserInfo.Length > 0)
            return $"for '{shown}' contains a user name or password; it must not, because addresses are logged.";
        if (url.Fragment.Length > 0)
            return $"for '{shown}' contains a fragment ('#…'); a WebSocket address must have none.";
        if (url.AbsoluteUri is { Length: > WireProtocol.MaxUrlBytes } text)
            return $"for '{shown}' has {text.Length} characters; it must have at most {WireProtocol.MaxUrlBytes}.";
        if (url.Scheme == "ws" && !url.IsLoopback && !allowInsecure)
            return $"is '{shown}', which is not encrypted; it must begin with wss://, unless AllowInsecure is set.";
        return null;
    }

    private static bool IsId(string? id) =>
        id is { Length: >= 1 and <= WireProtocol.MaxRelayIdBytes }
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
