using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Writes a list of relays, or 304 to a client that has it already (RFC 9110, section 13.1.2).</summary>
internal static class DirectoryAnswer
{
    public static async Task WriteAsync(HttpContext context, IReadOnlyList<RelayEntry> relays)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(relays, ServerJson.Default.IReadOnlyListRelayEntry);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"");
        var response = context.Response;
        response.Headers.ETag = tag.ToString();

        // Kept, but asked about each time: a list that is a minute old is a relay that is not used for a minute.
        response.Headers.CacheControl = "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
