using System.Diagnostics;
using System.Text;

namespace SolConnect.Relay.Core.Tests.Model;

public sealed class TraceContextHeaderTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, null, "traceparent=00-" + TraceId + "-" + SpanId + "-01")]
    [InlineData(ActivityTraceFlags.None, null, "traceparent=00-" + TraceId + "-" + SpanId + "-00")]
    [InlineData(
        ActivityTraceFlags.Recorded, "a=1,b=2", "traceparent=00-" + TraceId + "-" + SpanId + "-01\ntracestate=a=1,b=2")]
    public void A_context_becomes_the_lines_of_the_recommendation_and_back(
        ActivityTraceFlags flags, string? state, string expected)
    {
        var context = Context(flags, state);

        var headers = TraceContextHeader.Format(context);

        Assert.Equal(expected, Encoding.ASCII.GetString(headers));
        Assert.True(TraceContextHeader.TryParse(headers, out var read));
        Assert.Equal(
            (context.TraceId, context.SpanId, context.TraceFlags, context.TraceState),
            (read.TraceId, read.SpanId, read.TraceFlags, read.TraceState));
        Assert.True(read.IsRemote);
    }

    [Fact]
    public void A_state_that_is_too_long_or_no_ascii_is_left_out()
    {
        foreach (var state in new[] { $"a={new string('x', 600)}", "a=é" })
        {
            var text = Text(Context(ActivityTraceFlags.Recorded, state));

            Assert.DoesNotContain("tracestate", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("h=1")]
    [InlineData("traceparent=")]
    [InlineData("traceparent=00-" + TraceId + "-" + SpanId)]
    [InlineData("traceparent=00-00000000000000000000000000000000-" + SpanId + "-01")]
    [InlineData("traceparent=00-" + TraceId + "-0000000000000000-01")]
    [InlineData("tracestate=a=1")]
    [InlineData("TRACEPARENT=00-" + TraceId + "-" + SpanId + "-01")]
    public void What_is_no_context_is_none(string headers)
    {
        var message = new RelayMessage { Headers = Encoding.ASCII.GetBytes(headers) };

        Assert.False(message.TryGetTraceContext(out _));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_none()
    {
        Assert.False(TraceContextHeader.TryParse([0x80, 0xff, 0x00], out _));
    }

    [Fact]
    public void Other_lines_beside_it_do_no_harm()
    {
        var headers = Encoding.ASCII.GetBytes($"h=1\ntracestate=a=1\ntraceparent=00-{TraceId}-{SpanId}-01\nx=y");

        Assert.True(TraceContextHeader.TryParse(headers, out var read));
        Assert.Equal((SpanId, "a=1"), (read.SpanId.ToHexString(), read.TraceState));
    }

    private static string Text(ActivityContext context) => Encoding.ASCII.GetString(TraceContextHeader.Format(context));

    private static ActivityContext Context(ActivityTraceFlags flags, string? state) => new(
        ActivityTraceId.CreateFromString(TraceId), ActivitySpanId.CreateFromString(SpanId), flags, state);
}
