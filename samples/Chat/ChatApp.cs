using Chat.Components;
using Chat.Conversation;
using Chat.Relays;

namespace Chat;

/// <summary>The web application around the chat: pages that live on the server, one circuit for each tab.</summary>
internal static class ChatApp
{
    public static WebApplication Build(Fleet fleet, string url)
    {
        // The folder of the program, so that it does not matter from where it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url).UseStaticWebAssets();

        // What keeps the host from starting is said in one line by the program.
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton(fleet);

        // One for each circuit, and disposed with it.
        builder.Services.AddScoped<ChatRoom>();

        var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
