namespace SolConnect.Relay;

/// <summary>
/// Finds regions that nobody knows: neither the table of cloud regions nor one of the relays. Geographic selection would
/// pass over such a one without a word.
/// </summary>
internal static class RegionRules
{
    private const int MaxPreferred = 16;
    private const int MaxCharacters = 64;

    public static IEnumerable<string> Check(RelayOptions options)
    {
        var ofRelays = (options.Relays ?? []).Select(relay => relay?.Region).OfType<string>().Where(region => region.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (options.Region is { Length: > 0 } own && Unknown(own, ofRelays) is { } wrong)
            yield return $"Region {wrong}";
        if (options.PreferredRegions is not { Count: <= MaxPreferred } preferred)
        {
            yield return $"PreferredRegions holds {options.PreferredRegions?.Count ?? 0} regions; it must hold at most " +
                $"{MaxPreferred}, and not be null.";
            yield break;
        }

        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < preferred.Count; i++)
        {
            if (Unknown(preferred[i] ?? "", ofRelays) is { } violation)
                yield return $"PreferredRegions[{i}] {violation}";
            else if (!places.TryAdd(preferred[i], i))
                yield return $"PreferredRegions[{i}] is '{preferred[i]}', like PreferredRegions[{places[preferred[i]]}]; each must be named once.";
        }
    }

    private static string? Unknown(string region, List<string> ofRelays)
    {
        if (CloudRegions.IsKnown(region) || ofRelays.Contains(region, StringComparer.OrdinalIgnoreCase))
            return null;
        if (region.Length > MaxCharacters)
            return $"has {region.Length} characters; it must have at most {MaxCharacters}.";
        var near = CloudRegions.Suggest(region, ofRelays);
        var hint = near.Count == 0 ? "" : $" Near that: {string.Join(", ", near)}.";
        return $"is '{region}'; it must be a known cloud region, such as eu-central-1, or the Region of one of the Relays.{hint}";
    }
}
