namespace SolConnect.Relay.Core.Wire;

/// <summary>What one record of a relay's log is.</summary>
internal enum RecordKind : byte
{
    Message = 0,

    /// <summary>Everything of this producer through the record's sequence is settled.</summary>
    Mark = 1,

    /// <summary>The message with this sequence was abandoned by its producer.</summary>
    Tombstone = 2,
}
