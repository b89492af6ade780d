using System.Net;
using System.Text;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay.Tests.Discovery;

public sealed class HttpRelayDirectoryTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_list_is_read_with_its_etag_and_what_is_missing_has_its_default()
    {
        var http = FakeHttp.Answering(
            HttpStatusCode.OK,
            """
            [{"id":"a","url":"wss://a.example/relay","region":"eu","priority":3,"weight":0.5,"maxConnections":500},
             {"id":"b","url":"wss://b.example/relay","colour":"blue"}]
            """,
            "\"v1\"");

        var result = await http.Directory().FetchAsync(null);

        Assert.Equal(
            [
                new("a", new("wss://a.example/relay"))
                {
                    Region = "eu", Priority = 3, Weight = 0.5, MaxConnections = 500,
                },
                new("b", new("wss://b.example/relay")),
            ],
            result.Relays);
        Assert.Equal("\"v1\"", result.ETag);
    }

    [Fact]
    public async Task The_etag_is_sent_back_and_304_means_unchanged()
    {
        var sent = "";
        var http = new FakeHttp((request, _) =>
        {
            sent = request.Headers.IfNoneMatch.ToString();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotModified));
        });

        Assert.Same(RelayDirectoryResult.Unchanged, await http.Directory().FetchAsync("\"v1\""));
        Assert.Equal("\"v1\"", sent);
        var error = await Assert.ThrowsAsync<HttpRequestException>(async () => await http.Directory().FetchAsync(null));
        Assert.Equal(HttpStatusCode.NotModified, error.StatusCode);
    }

    [Theory]
    [InlineData("", "is no JSON array of relays")]
    [InlineData("<html>", "is no JSON array of relays (line 1, byte 0)")]
    [InlineData("""{"relays":[]}""", "is no JSON array of relays")]
    [InlineData("""[{"id":5}]""", "is no JSON array of relays")]
    [InlineData("""[null]""", "lists null as a relay")]
    [InlineData("""[{"id":"a","url":"wss://a.example"}""", "is no JSON array of relays")]
    [InlineData("""[{"x":{"x":{"x":{"x":{"x":{"x":{"x":{"x":{}}}}}}}}}]""", "is no JSON array of relays")]
    public async Task Garbage_is_said_to_be_garbage_and_asked_for_once(string body, string why)
    {
        var http = FakeHttp.Answering(HttpStatusCode.OK, body);

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await http.Directory().FetchAsync(null));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, http.Requests);
    }

    [Fact]
    public async Task Of_a_million_relays_seventeen_are_read()
    {
        var stream = new CountingStream(Enumerable.Range(0, 1_000_000)
            .Select(n => $$"""{"id":"r{{n}}","url":"wss://r{{n}}.example"},""").Prepend("["));
        var http = new FakeHttp((_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(stream) }));

        var result = await http.Directory().FetchAsync(null);

        Assert.Equal(17, result.Relays!.Count);
        Assert.True(stream.BytesRead < 256 * 1024, $"{stream.BytesRead} bytes were read.");
    }

    [Fact]
    public async Task Of_an_answer_without_end_a_mebibyte_is_read()
    {
        var stream = new CountingStream(Enumerable.Repeat(new string(' ', 1024), 1_000_000));
        var http = new FakeHttp((_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(stream) }));

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await http.Directory().FetchAsync(null));

        Assert.Equal("The answer has more than 1048576 bytes.", error.Message);
        Assert.True(stream.BytesRead <= HttpRelayDirectory.MaxAnswerBytes + 1, $"{stream.BytesRead} bytes were read.");
    }

    [Theory]
    [InlineData(301, 1)]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(408, 3)]
    [InlineData(429, 3)]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    public async Task Only_what_may_pass_is_tried_again(int status, int attempts)
    {
        var http = FakeHttp.Answering((HttpStatusCode)status);

        var fetching = http.Directory(_time).FetchAsync(null).AsTask();

        await Assert.ThrowsAsync<HttpRequestException>(() => _time.AdvanceUntilAsync(fetching, "the fetch to end"));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => fetching);
        Assert.Equal(status, (int?)error.StatusCode);
        Assert.Equal(attempts, http.Requests);
        Assert.Equal(status == 301, error.Message.Contains("Redirects are not followed", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_is_not_answered_is_given_up_and_another_one_made()
    {
        var requests = 0;
        var http = new FakeHttp(async (_, cancel) =>
        {
            if (Interlocked.Increment(ref requests) == 1)
                await Task.Delay(Timeout.Infinite, cancel);
            return new(HttpStatusCode.OK) { Content = new StringContent("""[{"id":"a","url":"wss://a.example"}]""") };
        });

        var fetching = http.Directory(_time).FetchAsync(null).AsTask();
        await _time.AdvanceUntilAsync(fetching, "the second attempt");

        Assert.Single((await fetching).Relays!);
    }

    [Fact]
    public async Task A_server_that_never_answers_ends_in_a_timeout()
    {
        var http = new FakeHttp(async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            throw new OperationCanceledException(cancel);
        });

        var fetching = http.Directory(_time).FetchAsync(null).AsTask();

        await Assert.ThrowsAsync<TimeoutException>(() => _time.AdvanceUntilAsync(fetching, "the fetch to end"));
    }

    [Fact]
    public async Task A_server_that_fails_again_and_again_is_left_alone_for_a_minute()
    {
        var http = FakeHttp.Answering(HttpStatusCode.InternalServerError);
        var directory = http.Directory(_time);
        for (var i = 0; i < 2; i++)
        {
            var failing = directory.FetchAsync(null).AsTask();
            await Assert.ThrowsAsync<HttpRequestException>(() => _time.AdvanceUntilAsync(failing, "the fetch to end"));
        }

        var error = await Assert.ThrowsAsync<HttpRequestException>(async () => await directory.FetchAsync(null));
        Assert.Contains("left alone for 60 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, http.Requests);

        _time.Advance(DirectoryResilience.BreakTime);
        var again = directory.FetchAsync(null).AsTask();
        await Assert.ThrowsAsync<HttpRequestException>(() => _time.AdvanceUntilAsync(again, "the fetch to end"));
        Assert.Equal(7, http.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_a_fetch_at_once()
    {
        using var cancelling = new CancellationTokenSource();
        var http = new FakeHttp(async (_, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            throw new OperationCanceledException(cancel);
        });
        var fetching = http.Directory().FetchAsync(null, cancelling.Token).AsTask();

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.Equal(1, http.Requests);
    }

    [Theory]
    [InlineData("ftp://directory.example/")]
    [InlineData("wss://directory.example/")]
    [InlineData("https://me:s3cret@directory.example/")]
    [InlineData("api/relays")]
    public void An_address_that_is_none_of_a_directory_is_refused_without_being_repeated(string url)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new HttpRelayDirectory(new(url, UriKind.RelativeOrAbsolute)));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_name_holds_no_query()
    {
        Assert.Equal(
            "https://directory.example/api/relays",
            new HttpRelayDirectory(new("https://directory.example/api/relays?key=s3cret")).Name);
    }

    /// <summary>Makes its bytes while it is read, and counts them.</summary>
    private sealed class CountingStream(IEnumerable<string> parts) : Stream
    {
        private readonly IEnumerator<string> _parts = parts.GetEnumerator();
        private ReadOnlyMemory<byte> _rest;

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.IsEmpty && _parts.MoveNext())
                _rest = Encoding.UTF8.GetBytes(_parts.Current);
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            BytesRead += count;
            return new(count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
