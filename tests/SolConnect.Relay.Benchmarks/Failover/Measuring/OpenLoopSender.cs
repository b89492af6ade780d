using System.Buffers.Binary;
using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Failover.Clients;

namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>
/// Sends a message every millisecond and waits for nothing, on a thread of its own. Where it was late it makes up for
/// it, so that a client which holds it up does not get an easier task.
/// </summary>
internal sealed class OpenLoopSender(IMeasuredClient client, MessageLog log)
{
    private const int PayloadBytes = 128;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "sender" }.Start();

    /// <summary>Sends no more. What is under way goes on. Throws what ended the sender, if anything did.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        return _ended.Task;
    }

    private void Run()
    {
        try
        {
            var payload = new byte[PayloadBytes];
            var began = Stopwatch.GetTimestamp();
            for (var number = 0; !_isStopping; Thread.Sleep(Every))
            {
                for (var due = Stopwatch.GetElapsedTime(began) / Every; number < due; number++)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(payload, number);
                    log.Send(number);
                    client.Send(number, payload);
                }
            }

            _ended.SetResult();
        }
        catch (Exception exception)
        {
            _ended.SetException(exception);
        }
    }
}
