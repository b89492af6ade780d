using System.Net;

namespace SolConnect.Relay.Tests.Discovery;

/// <summary>A server without a network: the test says what it answers.</summary>
internal sealed class FakeHttp(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public static FakeHttp Answering(HttpStatusCode status, string body = "", string? etag = null) => new((_, _) =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        response.Headers.ETag = etag is null ? null : new(etag);
        return Task.FromResult(response);
    });

    public HttpRelayDirectory Directory(TimeProvider? time = null, string url = "https://directory.example/api/relays?key=s3cret") =>
        new(new(url), new HttpMessageInvoker(this), time ?? TimeProvider.System);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        return answer(request, cancellationToken);
    }
}
