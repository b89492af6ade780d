using SolConnect.Relay.Server;

namespace SolConnect.Relay.Functional.Tests.Authentication;

/// <summary>What docs/operating.md shows about tokens, line by line, so that it compiles and runs.</summary>
internal static class OperatingExample
{
    /// <summary>An operator's own store of tokens.</summary>
    internal sealed class Users(params User[] users)
    {
        public ValueTask<User?> FindAsync(string token, CancellationToken cancellationToken) =>
            new(users.SingleOrDefault(user => user.Token == token));
    }

    internal sealed record User(string Name, string Token, DateTimeOffset TokenEnds);

    public static void Configure(RelayServerOptions options, Users users)
    {
        options.Id = "eu-1";
        options.Authenticate = async (client, cancellationToken) =>
            client.Token is { } token && await users.FindAsync(token, cancellationToken) is { } user
                ? RelayAuthenticationResult.Allowed(user.Name, user.TokenEnds)
                : RelayAuthenticationResult.Unauthorized();
        options.AuthorizeTopic = use =>
            use.Access == TopicAccess.Subscribe || use.Topic.StartsWith($"from/{use.Subject}/", StringComparison.Ordinal);
    }
}
