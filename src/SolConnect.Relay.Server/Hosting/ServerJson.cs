using System.Text.Json;
using System.Text.Json.Serialization;

namespace SolConnect.Relay.Server.Hosting;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(IReadOnlyList<RelayEntry>))]
internal sealed partial class ServerJson : JsonSerializerContext;
