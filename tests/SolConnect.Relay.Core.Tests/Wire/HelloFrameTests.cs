using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

public sealed class HelloFrameTests
{
    [Fact]
    public void A_hello_never_shows_its_access_token()
    {
        var hello = new HelloFrame(1, new(Guid.NewGuid()), 2, 3, "orders-api", 0, "s3cret-t0ken");
        object boxed = hello;

        Assert.DoesNotContain("s3cret", hello.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{boxed}", StringComparison.Ordinal);
        Assert.Contains("generation 2", hello.ToString(), StringComparison.Ordinal);
    }
}
