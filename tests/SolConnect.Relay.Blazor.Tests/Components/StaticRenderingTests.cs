using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace SolConnect.Relay.Blazor.Tests.Components;

public class StaticRenderingTests
{
    [Fact]
    public async Task A_page_that_is_only_rendered_shows_the_moment_and_leaves_nothing_behind()
    {
        var clock = new ManualTimeProvider();
        var transport = Substitute.For<IMessageTransport>();
        transport.State.Returns(TransportState.Degraded);
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).BuildServiceProvider();

        await using (var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance))
        {
            var html = await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var parameters = new Dictionary<string, object?> { [nameof(RelayStatus.Transport)] = transport };
                var output = await renderer.RenderComponentAsync<RelayStatus>(ParameterView.FromDictionary(parameters));
                return output.ToHtmlString();
            });
            Assert.Contains("Degraded", html, StringComparison.Ordinal);
        }

        transport.Received(1).StateChanged -= Arg.Any<EventHandler<TransportStateChangedEventArgs>>();
        transport.ClearReceivedCalls();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(transport.ReceivedCalls());
    }
}
