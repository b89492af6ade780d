using SolConnect.Relay.Benchmarks.Failover.Faults;
using SolConnect.Relay.Benchmarks.Failover.HandWritten;

namespace SolConnect.Relay.Benchmarks.Failover.Report;

/// <summary>The section that says what was done and what the columns hold.</summary>
internal static class Terms
{
    public static string Section => $"""
        ## What was done and measured

        | Fault | What |
        |---|---|
        {string.Join('\n', FaultKinds.All.Select(fault => $"| {fault.Name} | {fault.What} |"))}

        - **`FailoverTime`**: from the onset to the first receipt without the failed relay, as the library reports it in
          `FailoverCompleted`. Onset: the hard evidence, else the sending of the oldest message that the relay left
          unanswered. For the loop written by hand: from the fault itself to the first ack of another relay.
        - **Share elsewhere**: from the fault itself until everything had its receipt that was sent before the client
          noticed.
        - **Longest wait**, **longest pause**: for a receipt, and between two new messages at the subscriber, from the
          fault until all connections were well again; coming back is part of it.
        - **Lost**: messages with a receipt that never arrived; told, where the subscriber was told of a gap that covers
          them.
        - A fault hits all connections of the relay, the publisher's and the subscriber's. kill and stop are done to the
          process, with nothing in between; the others by proxies in a process of their own
          (`tests/SolConnect.Relay.TestKit/Faults`). It is healed once the failover is complete, and the next one waits
          until everything has been well for 200 ms.
        - The loop written by hand speaks to the same relays and proxies in the relays' own protocol, so they do the
          same work for it. It connects within {HandWrittenLoop.Patient.TotalMilliseconds:0} ms or goes on to the next
          URL, and subscribes to what comes from then on.
        - A relay that is started, or started again after a kill, is warmed up by 300 messages on another topic: the
          failover is measured, and not the compiler of a relay that is seconds old.
        - Before each client is measured, two kills and two resets warm it up and are not counted.


        """;
}
