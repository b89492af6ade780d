using System.Text;
using System.Text.Json;
using NSubstitute;

namespace SolConnect.Tests;

public sealed class SendTests
{
    private readonly IMessageTransport _transport = TestTransport.Create();

    [Fact]
    public async Task A_text_is_sent_to_the_topic_of_its_session_in_an_envelope()
    {
        await using var sdk = await InitializedAsync(new() { Sender = "Ann" });

        var receipt = await sdk.SendMessageAsync("lobby", "Grüße");

        Assert.Equal(TestTransport.FirstId, receipt.Id);
        var (topic, payload) = Assert.Single(TestTransport.Sent(_transport));
        Assert.Equal("chat/lobby", topic);
        Assert.Equal("""{"v":1,"from":"Ann","text":"Grüße"}""", Encoding.UTF8.GetString(payload));
    }

    [Fact]
    public async Task Bytes_are_sent_as_base64()
    {
        await using var sdk = await InitializedAsync(new() { Sender = "Ann" });

        await sdk.SendMessageAsync("lobby", new byte[] { 1, 2, 3 });

        var (_, payload) = Assert.Single(TestTransport.Sent(_transport));
        Assert.Equal("""{"v":1,"from":"Ann","data":"AQID"}""", Encoding.UTF8.GetString(payload));
    }

    [Fact]
    public async Task What_the_transport_says_about_a_failed_send_comes_through()
    {
        var failure = new SendFailedException(RelayErrorCode.SendTimeout, DeliveryStatus.Unknown, "Too slow.");
#pragma warning disable CA2012
        _transport.SendAsync(default!, default, default).ReturnsForAnyArgs(
            _ => ValueTask.FromException<DeliveryReceipt>(failure));
#pragma warning restore CA2012
        await using var sdk = await InitializedAsync();

        var error = await Assert.ThrowsAsync<SendFailedException>(async () => await sdk.SendMessageAsync("lobby", "hi"));

        Assert.Same(failure, error);
    }

    [Fact]
    public async Task Without_a_name_every_client_has_another_one()
    {
        await using var one = new SolConnectSDK();
        await using var other = new SolConnectSDK();

        Assert.Matches("^user-[0-9a-f]{8}$", one.Sender);
        Assert.NotEqual(one.Sender, other.Sender);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("line\nbreak")]
    public void A_name_has_to_be_one(string sender)
    {
        var error = Assert.Throws<ArgumentException>(() => new SolConnectSDK(new() { Sender = sender }));

        Assert.Contains("SolConnectOptions.Sender", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\"b\\c")]
    [InlineData("</script>")]
    [InlineData("\u0000\u001f\u2028")]
    [InlineData("😀 漢字")]
    [InlineData("")]
    public async Task Whatever_a_text_holds_it_is_valid_json_and_comes_back(string text)
    {
        await using var sdk = await InitializedAsync();

        await sdk.SendMessageAsync("lobby", text);

        var (_, payload) = Assert.Single(TestTransport.Sent(_transport));
        using var json = JsonDocument.Parse(payload);
        Assert.Equal(text, json.RootElement.GetProperty("text").GetString());
    }

    private async Task<SolConnectSDK> InitializedAsync(SolConnectOptions? options = null)
    {
        var sdk = new SolConnectSDK(options);
        await sdk.InitializeAsync(_transport);
        return sdk;
    }
}
