namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>How the two clients of a run are set up. The defaults are the library's.</summary>
internal sealed record ChaosOptions
{
    public int? RequiredAcks { get; init; }

    /// <summary>Between two messages.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Short where attempts to connect are to hang.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public int BufferBytes { get; init; } = 1024 * 1024;

    public TimeProvider PublisherTime { get; init; } = TimeProvider.System;

    public TimeProvider SubscriberTime { get; init; } = TimeProvider.System;

    /// <summary>In the end, the publisher is connected to all relays; not where one has barred it.</summary>
    public bool EndsConnected { get; init; } = true;

    /// <summary>Whether messages may be reported as lost: only where the logs that held them are.</summary>
    public bool MayLose { get; init; }
}
