using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SolConnect.Relay.Docs.Tests.Surroundings;

/// <summary>
/// What a fragment of code for applications may take as given: each name means the same on every page. What a fragment
/// declares itself hides these. The compiler of fragments reads this file; nothing here is ever run.
/// </summary>
internal abstract class Application
{
    protected static string[] args => Given<string[]>();

    protected static WebApplicationBuilder builder => Given<WebApplicationBuilder>();

    protected static WebApplication app => Given<WebApplication>();

    protected static IServiceCollection services => Given<IServiceCollection>();

    protected static RelayOptions options => Given<RelayOptions>();

    protected static RelayWebSocketTransport transport => Given<RelayWebSocketTransport>();

    protected static RelayMessage message => Given<RelayMessage>();

    protected static ActivitySource source => Given<ActivitySource>();

    protected static CancellationToken cancellationToken => Given<CancellationToken>();

    // The application's own.
    protected static ITokenStore tokens => Given<ITokenStore>();

    protected static IUserStore users => Given<IUserStore>();

    protected static List<RelayEndpoint> myRelays => Given<List<RelayEndpoint>>();

    private static T Given<T>() => throw new UnreachableException();

    protected interface ITokenStore
    {
        ValueTask<string?> GetAsync(AccessTokenContext context, CancellationToken cancellationToken);
    }

    protected interface IUserStore
    {
        ValueTask<User?> FindAsync(string token, CancellationToken cancellationToken);
    }

    protected sealed record User(string Name, DateTimeOffset TokenEnds);
}
