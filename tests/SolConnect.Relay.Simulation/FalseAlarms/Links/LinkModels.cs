namespace SolConnect.Relay.Simulation.FalseAlarms.Links;

/// <summary>
/// The links on which false alarms are counted. Where each number comes from stands in <c>docs/links.md</c>.
/// </summary>
internal static class LinkModels
{
    public static LinkModel Lan { get; } = new()
    {
        Name = "LAN",
        FailoversPerDay = 1,
        AccessDelay = Milliseconds(0.15),
        AccessJitter = Milliseconds(0.05),
        PathDelay = Milliseconds(0.1),
        PathJitter = Milliseconds(0.05),
        PathLoss = 0.000_001,
        PathStalls = new(Seconds(60), Milliseconds(1), Milliseconds(30)),
    };

    public static LinkModel Wired { get; } = new()
    {
        Name = "wired, 25 ms",
        FailoversPerDay = 1,
        AccessDelay = Milliseconds(4),
        AccessJitter = Milliseconds(0.5),
        PathDelay = Milliseconds(8.5),
        PathJitter = Milliseconds(0.3),
        Stalls = [new(Seconds(120), Milliseconds(5), Milliseconds(150))],
        AccessLoss = 0.000_1,
        PathLoss = 0.000_5,
        PathStalls = new(Seconds(600), Milliseconds(10), Milliseconds(200)),
    };

    public static LinkModel HomeWiFi { get; } = Wired with
    {
        Name = "home Wi-Fi",
        AccessDelay = Milliseconds(6),
        AccessJitter = Milliseconds(3),
        Stalls =
        [
            new(Seconds(30), Milliseconds(30), Milliseconds(400)),
            new(Seconds(120), Milliseconds(20), Milliseconds(150)),
            new(Seconds(1200), Milliseconds(500), Milliseconds(3000)),
        ],
        Fades = new(Seconds(300), Milliseconds(500), Milliseconds(5000)),
        FadeLoss = 0.1,
        FadeJitter = Milliseconds(15),
        AccessLoss = 0.000_5,
    };

    public static LinkModel BadWiFi { get; } = HomeWiFi with
    {
        Name = "bad Wi-Fi",
        FailoversPerDay = 10,
        AccessJitter = Milliseconds(10),
        Stalls =
        [
            new(Seconds(6), Milliseconds(50), Milliseconds(1000)),
            new(Seconds(120), Milliseconds(20), Milliseconds(150)),
            new(Seconds(600), Milliseconds(1000), Milliseconds(5000)),
        ],
        Fades = new(Seconds(30), Milliseconds(1000), Milliseconds(10_000)),
        FadeLoss = 0.08,
        FadeJitter = Milliseconds(40),
        Outages = [new(Seconds(1800), Milliseconds(200), Milliseconds(3000))],
        AccessLoss = 0.002,
    };

    public static LinkModel MovingLte { get; } = new()
    {
        Name = "LTE, moving",
        FailoversPerDay = 10,
        AccessDelay = Milliseconds(25),
        AccessJitter = Milliseconds(8),
        PathDelay = Milliseconds(7),
        PathJitter = Milliseconds(0.5),
        Stalls = [new(Seconds(20), Milliseconds(30), Milliseconds(150))],
        Fades = new(Seconds(60), Milliseconds(500), Milliseconds(5000)),
        FadeLoss = 0.05,
        FadeJitter = Milliseconds(40),
        Outages =
        [
            new(Seconds(900), Milliseconds(300), Milliseconds(4000)),
            new(Seconds(14_400), Milliseconds(3000), Milliseconds(6000)),
        ],
        AccessLoss = 0.001,
        PathLoss = 0.000_5,
        PathStalls = new(Seconds(600), Milliseconds(10), Milliseconds(200)),
    };

    public static LinkModel Satellite { get; } = new()
    {
        Name = "satellite, 300 ms",
        FailoversPerDay = 10,
        AccessDelay = Milliseconds(130),
        AccessJitter = Milliseconds(10),
        PathDelay = Milliseconds(10),
        PathJitter = Milliseconds(0.5),
        Stalls = [new(Seconds(60), Milliseconds(20), Milliseconds(300))],
        Fades = new(Seconds(1800), Milliseconds(5000), Milliseconds(60_000)),
        FadeLoss = 0.03,
        FadeJitter = Milliseconds(20),
        Outages = [new(Seconds(7200), Milliseconds(1000), Milliseconds(5000))],
        AccessLoss = 0.000_5,
        PathLoss = 0.000_5,
        PathStalls = new(Seconds(600), Milliseconds(10), Milliseconds(200)),
    };

    /// <summary>A geostationary one: 300 ms each way.</summary>
    public static LinkModel Geostationary { get; } = Satellite with
    {
        Name = "satellite, 300 ms each way",
        AccessDelay = Milliseconds(280),
    };

    public static IReadOnlyList<LinkModel> All { get; } =
        [Lan, Wired, HomeWiFi, BadWiFi, MovingLte, Satellite, Geostationary];

    private static TimeSpan Milliseconds(double number) => TimeSpan.FromMilliseconds(number);

    private static TimeSpan Seconds(double number) => TimeSpan.FromSeconds(number);
}
