using System.Text.RegularExpressions;

namespace SolConnect.Relay.Browser.Tests;

/// <summary>Somebody at a tab of the chat: finds things as people and screen readers do, by role and name.</summary>
internal sealed class Person : IAsyncDisposable
{
    // A tab of its own session, so that nothing is shared but the server.
    private readonly IBrowserContext _context;

    private Person(IBrowserContext context, IPage page, string name) => (_context, Page, Name) = (context, page, name);

    public IPage Page { get; }

    public string Name { get; }

    public ILocator Lines => Page.GetByRole(AriaRole.Log, new() { Name = "Conversation" }).GetByRole(AriaRole.Listitem);

    public ILocator Status => Page.GetByRole(AriaRole.Region, new() { Name = "Relay status" });

    public ILocator Relays => Status.GetByRole(AriaRole.Table, new() { Name = "Relays" });

    public ILocator History => Status.GetByRole(AriaRole.Table, new() { Name = "What happened" });

    public ILocator MessageField => Page.GetByLabel($"{Name} says");

    /// <summary>Opens the chat and joins it; returns when all relays are open.</summary>
    public static async Task<Person> JoinAsync(
        IBrowser browser, ChatProcess chat, string name, BrowserNewContextOptions? options = null)
    {
        var context = await browser.NewContextAsync(options ?? new());
        context.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
        var person = new Person(context, await context.NewPageAsync(), name);
        await person.Page.GotoAsync(chat.Address.ToString());
        await person.Page.GetByLabel("Your name").FillAsync(name);
        await person.Button("Join").ClickAsync();
        await Assertions.Expect(person.Status).ToContainTextAsync("3 of 3 relays open", Patient);
        return person;
    }

    /// <summary>For expectations that may take their time.</summary>
    public static LocatorAssertionsToContainTextOptions Patient =>
        new() { Timeout = (float)Patience.Limit.TotalMilliseconds };

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The relay that the status calls the primary.</summary>
    public async Task<string> PrimaryAsync()
    {
        var fact = await Status.GetByText(new Regex("^Primary ")).First.InnerTextAsync();
        return fact["Primary ".Length..];
    }

    public async Task SayAsync(string text)
    {
        await MessageField.FillAsync(text);
        await MessageField.PressAsync("Enter");
    }

    /// <summary>What the conversation holds, without the state of each line.</summary>
    public async Task<IReadOnlyList<string>> ConversationAsync() => await Lines.Locator(".text").AllInnerTextsAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
