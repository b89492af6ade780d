using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>What is mapped where: the directory names the relay's address, and must not be mapped twice to one path.</summary>
internal sealed class MappedPaths
{
    /// <summary>Where clients connect. <c>MapRelay</c> says so; before, it is what that takes by default.</summary>
    public string Relay { get; set; } = "/relay";

    /// <summary>By the builder and the path in capitals, which routing does not tell apart from others.</summary>
    public Dictionary<(IEndpointRouteBuilder, string), IEndpointConventionBuilder> Directories { get; } = [];
}
