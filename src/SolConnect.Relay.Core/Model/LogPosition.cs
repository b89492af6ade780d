namespace SolConnect.Relay;

/// <summary>A place in one topic's log: the log's id and the offset of the next record to read, from 0.</summary>
public readonly record struct LogPosition(LogId Log, long Offset);
