using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub.Connections;

/// <summary>
/// Two token buckets that hold one second's worth each. A record is taken while both hold anything, so one may overdraw
/// the bytes: a message larger than what is left passes, and is paid for afterwards.
/// </summary>
internal sealed class RateLimit
{
    private readonly double _messagesPerSecond;
    private readonly double _bytesPerSecond;
    private double _messages;
    private double _bytes;
    private Instant _filledAt;

    private RateLimit(double messagesPerSecond, double bytesPerSecond, Instant now)
    {
        (_messagesPerSecond, _bytesPerSecond) = (messagesPerSecond, bytesPerSecond);
        (_messages, _bytes, _filledAt) = (messagesPerSecond, bytesPerSecond, now);
    }

    /// <summary>
    /// How long until both are full again. Not until there is room for one: the producer starts again at its floor, and
    /// should not do that for each message.
    /// </summary>
    public TimeSpan UntilFull => TimeSpan.FromSeconds(Math.Max(
        (_messagesPerSecond - _messages) / _messagesPerSecond, (_bytesPerSecond - _bytes) / _bytesPerSecond));

    /// <summary>Null where nothing is limited.</summary>
    public static RateLimit? From(HubOptions options, Instant now) =>
        options is { MaxMessagesPerSecond: null, MaxBytesPerSecond: null }
            ? null
            : new(options.MaxMessagesPerSecond ?? double.MaxValue, options.MaxBytesPerSecond ?? double.MaxValue, now);

    public bool TryTake(int bytes, Instant now)
    {
        var seconds = (now - _filledAt).TotalSeconds;
        _filledAt = now;
        _messages = Math.Min(_messagesPerSecond, _messages + (seconds * _messagesPerSecond));
        _bytes = Math.Min(_bytesPerSecond, _bytes + (seconds * _bytesPerSecond));
        if (_messages < 1 || _bytes <= 0)
        {
            return false;
        }

        (_messages, _bytes) = (_messages - 1, _bytes - bytes);
        return true;
    }
}
