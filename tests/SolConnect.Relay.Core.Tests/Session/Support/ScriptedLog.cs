using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>
/// A relay that delivers one log, a record at a time, as far as its credit goes, and answers a Sync at the log's end.
/// </summary>
internal sealed class ScriptedLog(TestRelay relay, long credit, IEnumerable<int> sequences)
{
    private readonly Queue<int> _records = new(sequences);
    private long _offset;
    private long _spent;
    private int _answered;

    public void Go()
    {
        if (_records.Count == 0)
        {
            if (_answered < relay.Syncs.Count)
            {
                relay.Synced(relay.Syncs[_answered++]);
            }

            return;
        }

        if (_spent < credit + relay.Credits.Sum())
        {
            var frame = new WireBuffer();
            TestRelay.DeliverOf(_offset++, _records.Dequeue())(frame);
            _spent += frame.Length;
            relay.SayBytes(frame.Written);
        }
    }
}
