using System.Text;

namespace SolConnect.Sessions;

/// <summary>Maps session ids to topics: the prefix, then the id as it is, so that two ids never share a topic.</summary>
internal sealed class SessionTopics
{
    private const int MaxPrefixBytes = 128;
    private const int MaxTopicBytes = 255;

    private readonly string _prefix;
    private readonly int _maxIdBytes;

    public SessionTopics(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (PlainText.Check(prefix, MaxPrefixBytes) is { } wrong)
        {
            throw new ArgumentException($"SolConnectOptions.TopicPrefix {wrong}.", nameof(prefix));
        }

        _prefix = prefix;
        _maxIdBytes = MaxTopicBytes - Encoding.UTF8.GetByteCount(prefix);
    }

    public string Of(string sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        if (Check(sessionId) is { } wrong)
        {
            throw new ArgumentException($"The session id {wrong}.", nameof(sessionId));
        }

        return _prefix + sessionId;
    }

    private string? Check(string sessionId) =>
        sessionId.Length == 0 ? "is empty"
        : char.IsWhiteSpace(sessionId[0]) || char.IsWhiteSpace(sessionId[^1]) ? "begins or ends with white space"
        : PlainText.Check(sessionId, _maxIdBytes);
}
