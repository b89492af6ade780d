using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly.CircuitBreaker;
using Polly.Timeout;
using SolConnect.Relay.Core;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// A list of relays behind an HTTP address such as <c>https://relays.example.com/api/relays</c>: a JSON array of objects
/// with <c>id</c>, <c>url</c> and, where wanted, <c>region</c>, <c>priority</c>, <c>weight</c> and <c>maxConnections</c>.
/// Every relay of <c>SolConnect.Relay.Server</c> serves one. Thread-safe.
/// </summary>
/// <remarks>
/// <para>A fetch makes up to 3 attempts of at most 3 s each, about 0.2 and 0.4 s apart, where repeating helps: no
/// connection, no answer, 408, 429 and 5xx. When all of 6 attempts within 2 minutes failed so, none is made for 1
/// minute.</para>
/// <para>Redirects, cookies, proxies and compression are off; at most 1 MiB and 17 relays of an answer are read. A list
/// that has not changed costs an answer of 304, where the server gives ETags. Inside a browser its own rules stand: it may
/// follow redirects, and the server has to let the page read the list (CORS).</para>
/// </remarks>
public sealed class HttpRelayDirectory : IBuiltInDirectory
{
    /// <summary>Bytes of an answer that are read at most: 1 MiB.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    private const int MaxETagLength = 256;

    // One for all: it keeps connections, and holds nothing else of anybody's.
    private static readonly HttpMessageInvoker Shared = new(OperatingSystem.IsBrowser()
        ? new HttpClientHandler()
        : new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = DirectoryResilience.AttemptTime,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });

    private readonly HttpMessageInvoker _http;
    private readonly DirectoryResilience _resilience;

    /// <summary>Creates a directory; nothing is fetched yet.</summary>
    /// <param name="url">
    /// Absolute, <c>https</c>, or <c>http</c> where it is on this machine or <see cref="RelayOptions.AllowInsecure"/> is
    /// set; without user name and password.
    /// </param>
    /// <exception cref="ArgumentException">The address cannot be used.</exception>
    public HttpRelayDirectory(Uri url)
        : this(url, Shared, TimeProvider.System)
    {
    }

    internal HttpRelayDirectory(Uri url, HttpMessageInvoker http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw new ArgumentException(
                "The address of a directory must be absolute, begin with https:// or http://, and hold no user name and " +
                "password.", nameof(url));
        }

        (Url, _http, _resilience) = (url, http, new(time));
    }

    /// <summary>Where the list is.</summary>
    public Uri Url { get; }

    /// <summary>The address without its query, which may hold a secret.</summary>
    public string Name => Url.GetLeftPart(UriPartial.Path);

    bool IBuiltInDirectory.IsLocal => Url.IsLoopback;

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">
    /// The server cannot be reached, or answered something else than 200 and 304; or attempts are suspended.
    /// </exception>
    /// <exception cref="InvalidDataException">The answer is no list of relays, or too long.</exception>
    /// <exception cref="TimeoutException">No attempt was answered in time.</exception>
    public async ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _resilience.RunAsync(cancel => AttemptAsync(etag, cancel), cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException cause)
        {
            throw new HttpRequestException(
                $"It failed so often that it is left alone for {DirectoryResilience.BreakTime.TotalSeconds:0} s.", cause);
        }
        catch (TimeoutRejectedException cause)
        {
            throw new TimeoutException(
                $"No attempt was answered within {DirectoryResilience.AttemptTime.TotalSeconds:0} s.", cause);
        }
        catch (IOException cause)
        {
            throw new HttpRequestException("The connection broke in the middle of the answer.", cause);
        }
        catch (HttpRequestException cause) when (cause.StatusCode is null)
        {
            throw new HttpRequestException($"It cannot be reached: {PeerText.Clean(cause.Message)}", cause);
        }
    }

    private async ValueTask<RelayDirectoryResult> AttemptAsync(string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.Accept.Add(new("application/json"));
        var isConditional = etag is not null && EntityTagHeaderValue.TryParse(etag, out var tag) && AddTag(request, tag);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => await ReadAsync(response, cancellationToken).ConfigureAwait(false),
            HttpStatusCode.NotModified when isConditional => RelayDirectoryResult.Unchanged,
            >= (HttpStatusCode)300 and < (HttpStatusCode)400 => throw Refused(response, ". Redirects are not followed"),
            _ => throw Refused(response, ""),
        };
    }

    private static async ValueTask<RelayDirectoryResult> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var limited = new LimitedStream(body, MaxAnswerBytes);
        var relays = new List<RelayEndpoint>();
        try
        {
            // Entry by entry: of a million relays, 17 are read.
            var entries = JsonSerializer.DeserializeAsyncEnumerable(
                limited, DirectoryJson.Default.DirectoryEntry, cancellationToken);
            await foreach (var entry in entries.ConfigureAwait(false))
            {
                relays.Add((entry ?? throw new InvalidDataException("The answer lists null as a relay.")).ToEndpoint());
                if (relays.Count > RelayDirectoryResult.MaxRelays)
                {
                    break;
                }
            }
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException(
                $"The answer is no JSON array of relays (line {cause.LineNumber + 1}, byte {cause.BytePositionInLine}).",
                cause);
        }

        var etag = response.Headers.ETag?.ToString();
        return RelayDirectoryResult.Of(relays, etag is { Length: <= MaxETagLength } ? etag : null);
    }

    private static bool AddTag(HttpRequestMessage request, EntityTagHeaderValue tag)
    {
        request.Headers.IfNoneMatch.Add(tag);
        return true;
    }

    private static HttpRequestException Refused(HttpResponseMessage response, string remark) => new(
        $"It answered with HTTP {(int)response.StatusCode} ({response.StatusCode}){remark}.", null, response.StatusCode);
}
