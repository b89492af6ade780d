namespace SolConnect.Relay;

/// <summary>Where a relay began to read a subscription's topic, compared with what was asked.</summary>
public enum SubscriptionOutcome
{
    /// <summary>At the start that was asked for: the subscription's first time on this log.</summary>
    Fresh = 0,

    /// <summary>Right behind what was read of the same log before, in this process or up to the checkpoint.</summary>
    Resumed = 1,

    /// <summary>
    /// Behind messages that the log no longer keeps, at or after the place that was asked for. What no other relay
    /// brings is reported as a <see cref="MessageGap"/>. It also comes to a subscription that is so slow that retention
    /// overtakes it.
    /// </summary>
    Gap = 2,

    /// <summary>
    /// At the start of another log: the relay lost the one that was read before, as a restart without storage does.
    /// What was only there is reported as a <see cref="MessageGap"/>, as far as anybody still knows of it.
    /// </summary>
    Reset = 3,
}
