namespace SolConnect.Relay.Browser.Tests;

/// <summary>All tests share one browser and run one after another: two chats at a time would slow each other down.</summary>
[CollectionDefinition(nameof(OneBrowser))]
public sealed class OneBrowser : ICollectionFixture<ChatFixture>;
