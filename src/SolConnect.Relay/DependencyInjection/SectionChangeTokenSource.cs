using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace SolConnect.Relay.DependencyInjection;

/// <summary>Says when the section changed that the options of a name are read from.</summary>
internal sealed class SectionChangeTokenSource(string name, IConfiguration section) : IOptionsChangeTokenSource<RelayOptions>
{
    public string Name => name;

    public IChangeToken GetChangeToken() => section.GetReloadToken();
}
