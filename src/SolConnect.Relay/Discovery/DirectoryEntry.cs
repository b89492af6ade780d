using System.Text.Json;
using System.Text.Json.Serialization;

namespace SolConnect.Relay.Discovery;

/// <summary>One relay as <c>/api/relays</c> lists it. What is missing has its default; what is unknown is passed over.</summary>
internal sealed record DirectoryEntry(
    string? Id, string? Url, string? Region, int? Priority, double? Weight, int? MaxConnections)
{
    /// <summary>An address that cannot be read stays a relative one, which the rules refuse without repeating it.</summary>
    public RelayEndpoint ToEndpoint()
    {
        var url = Uri.TryCreate(Url, UriKind.Absolute, out var read) ? read : new("unreadable", UriKind.Relative);
        return new(Id ?? "", url)
        {
            Region = Region ?? "",
            Priority = Priority ?? 1,
            Weight = Weight ?? 1,
            MaxConnections = MaxConnections ?? 0,
        };
    }
}

/// <summary>Reads and writes directory entries without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = 8)]
[JsonSerializable(typeof(DirectoryEntry))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
