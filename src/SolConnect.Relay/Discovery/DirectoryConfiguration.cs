using Microsoft.Extensions.Configuration;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// Reads a directory out of a configuration: the address of an <see cref="HttpRelayDirectory"/>, the word <c>peers</c>, or
/// a section with <c>Dns</c>, <c>Url</c> and where wanted <c>Id</c> for a <see cref="DnsRelayDirectory"/>.
/// </summary>
internal static class DirectoryConfiguration
{
    private const string Peers = "peers";
    private const string Dns = nameof(Dns);
    private const string Url = nameof(Url);
    private const string Id = nameof(Id);

    /// <summary>The directory; <c>null</c> after a mistake, which is added to the errors without any HTTP address.</summary>
    public static IRelayDirectory? Read(IConfigurationSection entry, IList<string> errors)
    {
        if (entry.Value is { } text)
            return ReadText(text, entry.Path, errors);

        foreach (var key in entry.GetChildren().Where(key => !IsKey(key.Key)))
            errors.Add(RelayOptionsConfiguration.Unknown(key, [Dns, Url, Id]));
        try
        {
            return new DnsRelayDirectory(entry[Dns] ?? "", entry[Url] ?? "", entry[Id] ?? "{dashed}");
        }
        catch (ArgumentException wrong)
        {
            errors.Add($"{entry.Path} cannot be used: {wrong.Message}");
            return null;
        }
    }

    private static IRelayDirectory? ReadText(string text, string path, IList<string> errors)
    {
        if (text.Equals(Peers, StringComparison.OrdinalIgnoreCase))
            return new PeerRelayDirectory();
        try
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var url))
                return new HttpRelayDirectory(url);
        }
        catch (ArgumentException)
        {
            // Said below, with everything else that is no directory.
        }

        errors.Add($"{path} is no directory; it must be an address that begins with https:// and holds no user name and " +
            $"password, '{Peers}', or a section with {Dns} and {Url}.");
        return null;
    }

    private static bool IsKey(string key) => new[] { Dns, Url, Id }.Contains(key, StringComparer.OrdinalIgnoreCase);
}
