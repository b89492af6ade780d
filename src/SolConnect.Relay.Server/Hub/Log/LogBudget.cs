namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>Bytes of encoded records in all logs of a relay.</summary>
internal sealed class LogBudget(long limit)
{
    public long Limit { get; } = limit;

    public long Used { get; set; }
}
